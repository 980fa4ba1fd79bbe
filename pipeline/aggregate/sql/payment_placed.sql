-- Every payment row with the unit that it belongs to.
with final as (
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
    reference,
    status_rank,
    is_paid,
    is_online,
    is_exempt,
    is_ambiguous
from final
