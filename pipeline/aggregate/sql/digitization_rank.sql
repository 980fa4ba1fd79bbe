-- The rank of a digitization row among the rows of the same dossier, where there are several: the one
-- further along comes first (CONTRACT.md).
with repeated as (
    select code
    from digitization_row
    group by code
    having count(*) > 1
),

final as (
    select
        digitization_placed.file,
        digitization_placed.sheet,
        digitization_placed.row_number,
        row_number() over (
            partition by
                digitization_placed.is_ambiguous,
                digitization_placed.unit,
                digitization_placed.code
            order by
                case when digitization_placed.has_components and digitization_placed.has_result then 1 else 0 end desc,
                digitization_placed.has_result desc,
                digitization_placed.has_components desc,
                digitization_placed.digitized_on desc nulls last,
                digitization_placed.digitized_at desc nulls last,
                digitization_placed.file asc,
                digitization_placed.sheet asc,
                digitization_placed.row_number asc
        ) as choice
    from digitization_placed
    inner join repeated on digitization_placed.code = repeated.code
)

select
    file,
    sheet,
    row_number,
    choice
from final
