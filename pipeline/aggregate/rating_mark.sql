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
        rating_choice.rated_at,
        rating_choice.rating_rank,
        rating_choice.is_satisfied,
        rating_choice.is_single
    from rating_choice
    inner join period
        on rating_choice.rated_on between period.period_start and period.period_end
    where not rating_choice.is_ambiguous
),

ranked as (
    select
        inside.*,
        row_number() over (
            partition by period, unit, code
            order by
                rated_on desc,
                rated_at desc nulls last,
                rating_rank desc,
                file asc,
                sheet asc,
                row_number asc
        ) as choice
    from inside
    where not is_single
),

latest as (
    select period, unit, code, file, sheet, row_number, rated_on, rating_rank, is_satisfied
    from inside
    where is_single
    union all
    select period, unit, code, file, sheet, row_number, rated_on, rating_rank, is_satisfied
    from ranked
    where choice = 1
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
        latest.period,
        latest.unit,
        latest.code,
        latest.file,
        latest.sheet,
        latest.row_number,
        latest.rated_on,
        latest.rating_rank,
        dossier.code is not null as has_dossier,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure,
        case when latest.is_satisfied then 1 else 0 end as satisfaction
    from latest
    left join dossier on latest.unit = dossier.unit and latest.code = dossier.code
    left join refused on latest.unit = refused.unit and latest.code = refused.code
    where refused.code is null
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
