-- materialization: table
-- The rating that counts for a dossier in a period: its latest inside the period.
-- A rating whose dossier is in no export counts for its unit (has_dossier false); one whose dossier
-- was not accepted, nowhere.
with refused as (
    select
        unit,
        code
    from dossier_choice
    where choice = 1 and not is_ambiguous and not is_accepted
),

rated as (
    select
        rating_choice.unit,
        rating_choice.code,
        rating_choice.file,
        rating_choice.sheet,
        rating_choice.row_number,
        rating_choice.rated_on,
        rating_choice.rated_at,
        rating_choice.rating_rank,
        rating_choice.is_single,
        dossier.code is not null as has_dossier,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure,
        rating_choice.is_satisfied
    from rating_choice
    left join dossier
        on rating_choice.unit = dossier.unit and rating_choice.code = dossier.code
    left join refused
        on rating_choice.unit = refused.unit and rating_choice.code = refused.code
    where not rating_choice.is_ambiguous and refused.code is null
),

ranked as (
    select
        period.period,
        rated.unit,
        rated.code,
        rated.row_number,
        rated.file,
        rated.sheet,
        row_number() over (
            partition by period.period, rated.unit, rated.code
            order by
                rated.rated_on desc,
                rated.rated_at desc nulls last,
                rated.rating_rank desc,
                rated.file asc,
                rated.sheet asc,
                rated.row_number asc
        ) as choice
    from rated
    inner join period
        on rated.rated_on between period.period_start and period.period_end
    where not rated.is_single
),

final as (
    select
        period.period,
        rated.*
    from rated
    inner join period
        on rated.rated_on between period.period_start and period.period_end
    left join ranked
        on
            not rated.is_single
            and period.period = ranked.period
            and rated.file = ranked.file
            and rated.sheet = ranked.sheet
            and rated.row_number = ranked.row_number
    where rated.is_single or ranked.choice = 1
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
    is_satisfied
from final
