-- materialization: table
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
        rating_row.file,
        rating_row.sheet,
        rating_row.row_number,
        row_number() over (
            partition by
                coalesce(code_home.is_ambiguous, false),
                case when code_home.code is null then rating_row.unit else code_home.unit end,
                rating_row.code
            order by
                rating_row.rated_on desc nulls last,
                rating_row.rated_at desc nulls last,
                rating_row.rating_rank desc,
                rating_row.file asc,
                rating_row.sheet asc,
                rating_row.row_number asc
        ) as choice
    from rating_row
    inner join repeated on rating_row.code = repeated.code
    left join code_home
        on rating_row.code = code_home.code and coalesce(rating_row.unit, '') = code_home.named_unit
)

select
    file,
    sheet,
    row_number,
    choice
from final
