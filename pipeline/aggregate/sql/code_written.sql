-- materialization: table
-- Codes that are shown otherwise than they are compared: as they were first written, in the dossier log
-- before the other logs. Empty where every export writes all codes as they are compared.
with everything as (
    select code, written, 0 as log, file, sheet, row_number
    from dossier_row
    union all
    select code, written, 1 as log, file, sheet, row_number
    from payment_row
    union all
    select code, written, 2 as log, file, sheet, row_number
    from digitization_row
    union all
    select code, written, 3 as log, file, sheet, row_number
    from rating_row
),

odd as (
    select distinct code
    from everything
    where written is not null
),

ranked as (
    select
        everything.code,
        coalesce(everything.written, everything.code) as written,
        row_number() over (
            partition by everything.code
            order by everything.log asc, everything.file asc, everything.sheet asc, everything.row_number asc
        ) as place
    from everything
    inner join odd on everything.code = odd.code
),

final as (
    select
        code,
        written
    from ranked
    where place = 1 and written <> code
)

select
    code,
    written
from final
