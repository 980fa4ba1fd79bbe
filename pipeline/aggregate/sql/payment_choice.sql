-- materialization: cached view
-- Every payment row with its unit and its rank among the rows of the same payment; 1 is chosen.
with final as (
    select
        payment_row.*,
        case when code_home.code is null then payment_row.unit else code_home.unit end as home_unit,
        coalesce(code_home.is_ambiguous, false) as is_ambiguous,
        coalesce(payment_rank.choice, 1) as choice
    from payment_row
    left join code_home
        on
            payment_row.code = code_home.code
            and coalesce(payment_row.unit, '') = code_home.named_unit
    left join payment_rank
        on
            payment_row.file = payment_rank.file
            and payment_row.sheet = payment_rank.sheet
            and payment_row.row_number = payment_rank.row_number
)

select
    file,
    sheet,
    row_number,
    code,
    home_unit as unit,
    paid_on,
    paid_at,
    amount,
    is_paid,
    is_online,
    is_exempt,
    is_ambiguous,
    choice
from final
