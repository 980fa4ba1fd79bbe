-- Rated dossiers and satisfied ones, per period and finest scope.
with final as (
    select
        period,
        unit,
        official_key,
        field_key,
        procedure,
        count(satisfaction) as denominator,
        sum(satisfaction) as numerator
    from rating_mark
    group by
        period,
        unit,
        official_key,
        field_key,
        procedure
)

select
    period,
    unit,
    official_key,
    field_key,
    procedure,
    denominator,
    numerator
from final
