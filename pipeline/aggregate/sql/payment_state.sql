-- materialization: table
-- What the payments of a dossier say, a row a dossier: whether it owes money, whether it is exempt,
-- and on which days it was first paid with success, online and otherwise.
with final as (
    select
        unit,
        code,
        max(case when amount > 0 then 1 else 0 end) as is_fee_due,
        max(case when is_exempt then 1 else 0 end) as is_exempt,
        min(case when is_paid and is_online then paid_on end) as paid_online_on,
        min(case when is_paid and not is_online then paid_on end) as paid_otherwise_on
    from payment_choice
    where choice = 1 and not is_ambiguous
    group by
        unit,
        code
)

select
    unit,
    code,
    is_fee_due,
    is_exempt,
    paid_online_on,
    paid_otherwise_on
from final
