-- Rated dossiers and satisfied ones, each by its latest rating inside the period. A rating whose
-- dossier is in no export counts for its unit; one whose dossier was not accepted, nowhere.
with inside as (
    select
        period.period,
        rating_choice.unit,
        rating_choice.code,
        rating_choice.is_satisfied,
        row_number() over (
            partition by period.period, rating_choice.unit, rating_choice.code
            order by
                rating_choice.rated_on desc,
                rating_choice.rated_at desc nulls last,
                rating_choice.rating_rank desc
        ) as choice
    from rating_choice
    inner join period
        on rating_choice.rated_on between period.period_start and period.period_end
    where not rating_choice.is_ambiguous
),

refused as (
    select
        unit,
        code
    from dossier_choice
    where choice = 1 and not is_accepted
),

final as (
    select
        inside.period,
        inside.unit,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure,
        count(*) as denominator,
        count(*) filter (where inside.is_satisfied) as numerator
    from inside
    left join dossier on inside.unit = dossier.unit and inside.code = dossier.code
    left join refused on inside.unit = refused.unit and inside.code = refused.code
    where inside.choice = 1 and refused.code is null
    group by
        inside.period,
        inside.unit,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure
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
