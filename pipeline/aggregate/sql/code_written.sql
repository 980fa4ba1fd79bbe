-- materialization: table
-- Codes that are shown otherwise than they are compared: as they were first written, in the dossier log
-- before the other logs. Empty where every export writes all codes as they are compared.
with odd as (
    select code from dossier_row where written is not null
    union
    select code from payment_row where written is not null
    union
    select code from digitization_row where written is not null
    union
    select code from rating_row where written is not null
),

named as (
    select
        dossier_row.code,
        coalesce(dossier_row.written, dossier_row.code) as written,
        0 as log,
        dossier_row.file,
        dossier_row.sheet,
        dossier_row.row_number
    from dossier_row
    inner join odd on dossier_row.code = odd.code
    union all
    select
        payment_row.code,
        coalesce(payment_row.written, payment_row.code) as written,
        1 as log,
        payment_row.file,
        payment_row.sheet,
        payment_row.row_number
    from payment_row
    inner join odd on payment_row.code = odd.code
    union all
    select
        digitization_row.code,
        coalesce(digitization_row.written, digitization_row.code) as written,
        2 as log,
        digitization_row.file,
        digitization_row.sheet,
        digitization_row.row_number
    from digitization_row
    inner join odd on digitization_row.code = odd.code
    union all
    select
        rating_row.code,
        coalesce(rating_row.written, rating_row.code) as written,
        3 as log,
        rating_row.file,
        rating_row.sheet,
        rating_row.row_number
    from rating_row
    inner join odd on rating_row.code = odd.code
),

ranked as (
    select
        named.*,
        row_number() over (
            partition by code order by log asc, file asc, sheet asc, row_number asc
        ) as place
    from named
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
