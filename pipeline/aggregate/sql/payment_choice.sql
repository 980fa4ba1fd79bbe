-- Every payment row with its unit and its rank among the rows of the same payment; 1 is kept.
with final as (
    select
        payment_placed.file,
        payment_placed.sheet,
        payment_placed.row_number,
        payment_placed.code,
        payment_placed.unit,
        payment_placed.paid_on,
        payment_placed.paid_at,
        payment_placed.amount,
        payment_placed.is_paid,
        payment_placed.is_online,
        payment_placed.is_exempt,
        payment_placed.is_ambiguous,
        coalesce(payment_rank.choice, 1) as choice
    from payment_placed
    left join payment_rank
        on
            payment_placed.file = payment_rank.file
            and payment_placed.sheet = payment_rank.sheet
            and payment_placed.row_number = payment_rank.row_number
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    paid_on,
    paid_at,
    amount,
    is_paid,
    is_online,
    is_exempt,
    is_ambiguous,
    choice
from final
