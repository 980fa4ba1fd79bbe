-- materialization: cached view
-- Every rating row with its unit and its rank among the ratings of the same dossier; 1 is chosen.
-- A single one is the only row of its code.
with final as (
    select
        rating_row.*,
        case when code_home.code is null then rating_row.unit else code_home.unit end as home_unit,
        coalesce(code_home.is_ambiguous, false) as is_ambiguous,
        rating_rank.choice is null as is_single,
        coalesce(rating_rank.choice, 1) as choice
    from rating_row
    left join code_home
        on rating_row.code = code_home.code and coalesce(rating_row.unit, '') = code_home.named_unit
    left join rating_rank
        on
            rating_row.file = rating_rank.file
            and rating_row.sheet = rating_rank.sheet
            and rating_row.row_number = rating_rank.row_number
)

select
    file,
    sheet,
    row_number,
    code,
    home_unit as unit,
    rated_on,
    rated_at,
    rating_rank,
    is_satisfied,
    is_ambiguous,
    is_single,
    choice
from final
