-- materialization: table
-- The rank of a payment row among the rows of the same payment, where its code stands in several rows.
-- The same payment: code, time, amount and reference alike (CONTRACT.md).
with repeated as (
    select code
    from payment_row
    group by code
    having count(*) > 1
),

final as (
    select
        payment_row.file,
        payment_row.sheet,
        payment_row.row_number,
        row_number() over (
            partition by
                coalesce(code_home.is_ambiguous, false),
                case when code_home.code is null then payment_row.unit else code_home.unit end,
                payment_row.code,
                payment_row.paid_on,
                payment_row.paid_at,
                payment_row.amount,
                payment_row.reference
            order by
                payment_row.status_rank desc,
                payment_row.is_exempt desc,
                payment_row.is_online desc,
                payment_row.file asc,
                payment_row.sheet asc,
                payment_row.row_number asc
        ) as choice
    from payment_row
    inner join repeated on payment_row.code = repeated.code
    left join code_home
        on
            payment_row.code = code_home.code
            and coalesce(payment_row.unit, '') = code_home.named_unit
)

select
    file,
    sheet,
    row_number,
    choice
from final
