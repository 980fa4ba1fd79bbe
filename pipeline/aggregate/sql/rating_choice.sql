-- Every rating row with its unit and its rank among the ratings of the same dossier; 1 is kept.
-- A single one is the only row of its code.
with final as (
    select
        rating_placed.file,
        rating_placed.sheet,
        rating_placed.row_number,
        rating_placed.code,
        rating_placed.unit,
        rating_placed.rated_on,
        rating_placed.rated_at,
        rating_placed.rating_rank,
        rating_placed.is_satisfied,
        rating_placed.is_ambiguous,
        rating_rank.choice is null as is_single,
        coalesce(rating_rank.choice, 1) as choice
    from rating_placed
    left join rating_rank
        on
            rating_placed.file = rating_rank.file
            and rating_placed.sheet = rating_rank.sheet
            and rating_placed.row_number = rating_rank.row_number
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    rated_on,
    rated_at,
    rating_rank,
    is_satisfied,
    is_ambiguous,
    is_single,
    choice
from final
