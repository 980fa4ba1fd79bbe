-- materialization: table
-- Rows whose outcome staff are told of, row by row; `written`: their code as it is shown. A duplicate
-- is no problem.
with final as (
    select
        outcome.*,
        coalesce(code_written.written, outcome.code) as written
    from outcome
    left join code_written on outcome.code = code_written.code
    where outcome.outcome <> 'duplicate'
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    kind,
    outcome,
    written
from final
order by
    file asc,
    sheet asc,
    row_number asc
