-- Of the dossiers received in the period that owe a fee those paid online by its end.
select
    case
        when received_on < period_start or not owes_fee then null
        when not has_payment_method then null
        when paid_online_on <= period_end then 1
        else 0
    end as online_payment
from dossier_period
