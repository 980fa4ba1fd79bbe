-- The rating that counts for a dossier in a period: its latest inside the period, 1 where satisfied.
-- A rating whose dossier is in no export counts for its unit (has_dossier false); one whose dossier
-- was not accepted, nowhere.
with inside as (
    select
        period.period,
        rating_choice.unit,
        rating_choice.code,
        rating_choice.file,
        rating_choice.sheet,
        rating_choice.row_number,
        rating_choice.rated_on,
        rating_choice.rating_rank,
        rating_choice.is_satisfied,
        row_number() over (
            partition by period.period, rating_choice.unit, rating_choice.code
            order by
                rating_choice.rated_on desc,
                rating_choice.rated_at desc nulls last,
                rating_choice.rating_rank desc,
                rating_choice.file asc,
                rating_choice.sheet asc,
                rating_choice.row_number asc
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
    where choice = 1 and not is_ambiguous and not is_accepted
),

final as (
    select
        inside.period,
        inside.unit,
        inside.code,
        inside.file,
        inside.sheet,
        inside.row_number,
        inside.rated_on,
        inside.rating_rank,
        dossier.code is not null as has_dossier,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure,
        case when inside.is_satisfied then 1 else 0 end as satisfaction
    from inside
    left join dossier on inside.unit = dossier.unit and inside.code = dossier.code
    left join refused on inside.unit = refused.unit and inside.code = refused.code
    where inside.choice = 1 and refused.code is null
)

select
    period,
    unit,
    code,
    file,
    sheet,
    row_number,
    rated_on,
    rating_rank,
    has_dossier,
    official_key,
    field_key,
    procedure,
    satisfaction
from final
