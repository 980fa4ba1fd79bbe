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
        payment_placed.file,
        payment_placed.sheet,
        payment_placed.row_number,
        row_number() over (
            partition by
                payment_placed.is_ambiguous,
                payment_placed.unit,
                payment_placed.code,
                payment_placed.paid_on,
                payment_placed.paid_at,
                payment_placed.amount,
                payment_placed.reference
            order by
                payment_placed.status_rank desc,
                payment_placed.is_exempt desc,
                payment_placed.is_online desc,
                payment_placed.file asc,
                payment_placed.sheet asc,
                payment_placed.row_number asc
        ) as choice
    from payment_placed
    inner join repeated on payment_placed.code = repeated.code
)

select
    file,
    sheet,
    row_number,
    choice
from final
