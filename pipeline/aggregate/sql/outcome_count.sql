-- materialization: table
-- How many rows of a sheet have an outcome.
with final as (
    select
        file,
        sheet,
        outcome,
        cast(count(*) as int) as rows_counted
    from outcome
    group by file, sheet, outcome
)

select
    file,
    sheet,
    outcome,
    rows_counted
from final
order by
    file asc,
    sheet asc,
    outcome asc
