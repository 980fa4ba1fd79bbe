-- The rank of a rating row among the ratings of the same dossier, where there are several: the latest
-- comes first. Of two at the same moment the worse counts.
with repeated as (
    select code
    from rating_row
    group by code
    having count(*) > 1
),

final as (
    select
        rating_placed.file,
        rating_placed.sheet,
        rating_placed.row_number,
        row_number() over (
            partition by
                rating_placed.is_ambiguous,
                rating_placed.unit,
                rating_placed.code
            order by
                rating_placed.rated_on desc nulls last,
                rating_placed.rated_at desc nulls last,
                rating_placed.rating_rank desc,
                rating_placed.file asc,
                rating_placed.sheet asc,
                rating_placed.row_number asc
        ) as choice
    from rating_placed
    inner join repeated on rating_placed.code = repeated.code
)

select
    file,
    sheet,
    row_number,
    choice
from final
