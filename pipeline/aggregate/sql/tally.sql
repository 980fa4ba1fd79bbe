-- materialization: table
-- Every numerator and denominator in one long table, at the finest scope.
with final as (
    select
        dossier_count.period,
        dossier_count.unit,
        dossier_count.official_key,
        dossier_count.field_key,
        dossier_count.procedure,
        indicator.indicator,
        case indicator.indicator
            when '{dossier}' then dossier_count.{dossier}_numerator
        end as numerator,
        case indicator.indicator
            when '{dossier}' then dossier_count.{dossier}_denominator
        end as denominator
    from dossier_count
    cross join indicator
    where indicator.grain = 'dossier'
    union all
    select
        rating_count.period,
        rating_count.unit,
        rating_count.official_key,
        rating_count.field_key,
        rating_count.procedure,
        indicator.indicator,
        case indicator.indicator
            when '{rating}' then rating_count.{rating}_numerator
        end as numerator,
        case indicator.indicator
            when '{rating}' then rating_count.{rating}_denominator
        end as denominator
    from rating_count
    cross join indicator
    where indicator.grain = 'rating'
    union all
    select
        procedure_count.period,
        procedure_count.unit,
        null as official_key,
        null as field_key,
        null as procedure,
        indicator.indicator,
        case indicator.indicator
            when '{procedure}' then procedure_count.{procedure}_numerator
        end as numerator,
        case indicator.indicator
            when '{procedure}' then procedure_count.{procedure}_denominator
        end as denominator
    from procedure_count
    cross join indicator
    where indicator.grain = 'procedure'
    union all
    select
        period.period,
        publicity_count.unit,
        null as official_key,
        null as field_key,
        null as procedure,
        indicator.indicator,
        case indicator.indicator
            when '{publicity}' then publicity_count.{publicity}_numerator
        end as numerator,
        case indicator.indicator
            when '{publicity}' then publicity_count.{publicity}_denominator
        end as denominator
    from publicity_count
    cross join period
    cross join indicator
    where indicator.grain = 'publicity'
)

select
    period,
    unit,
    official_key,
    field_key,
    procedure,
    indicator,
    numerator,
    denominator
from final
