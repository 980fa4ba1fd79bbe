-- Of the catalogue's procedures with a fee those with an online payment in the period.
select
    case
        when not has_fee or not has_payment_method then null
        when online_payments > 0 then 1
        else 0
    end as procedures_with_online_payment
from procedure_period
