-- Every payment row with its unit found and its rank among the rows of the same payment; 1 is kept.
-- The same payment: code, time, amount and reference alike (CONTRACT.md).
with placed as (
    select
        payment_row.file,
        payment_row.sheet,
        payment_row.row_number,
        payment_row.code,
        case
            when code_place.code is not null then code_place.unit
            when payment_row.unit is not null then payment_row.unit
            when code_unit.units = 1 then code_unit.unit
        end as unit,
        payment_row.paid_on,
        payment_row.paid_at,
        payment_row.amount,
        payment_row.reference,
        payment_row.status_rank,
        payment_row.is_paid,
        payment_row.is_online,
        payment_row.is_exempt,
        case
            when code_place.code is not null then code_place.unit is null
            else payment_row.unit is null and coalesce(code_unit.units, 0) > 1
        end as is_ambiguous
    from payment_row
    left join code_unit on payment_row.code = code_unit.code
    left join code_place
        on payment_row.code = code_place.code and payment_row.unit = code_place.named_unit
),

final as (
    select
        placed.*,
        row_number() over (
            partition by
                is_ambiguous, unit, code, paid_on, paid_at, amount, reference
            order by
                status_rank desc,
                is_exempt desc,
                is_online desc,
                file asc,
                sheet asc,
                row_number asc
        ) as choice
    from placed
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
