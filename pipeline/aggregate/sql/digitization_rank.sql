-- materialization: table
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
        digitization_row.file,
        digitization_row.sheet,
        digitization_row.row_number,
        row_number() over (
            partition by
                coalesce(code_home.is_ambiguous, false),
                case when code_home.code is null then digitization_row.unit else code_home.unit end,
                digitization_row.code
            order by
                case when digitization_row.has_components and digitization_row.has_result then 1 else 0 end desc,
                digitization_row.has_result desc,
                digitization_row.has_components desc,
                digitization_row.digitized_on desc nulls last,
                digitization_row.digitized_at desc nulls last,
                digitization_row.file asc,
                digitization_row.sheet asc,
                digitization_row.row_number asc
        ) as choice
    from digitization_row
    inner join repeated on digitization_row.code = repeated.code
    left join code_home
        on
            digitization_row.code = code_home.code
            and coalesce(digitization_row.unit, '') = code_home.named_unit
)

select
    file,
    sheet,
    row_number,
    choice
from final
