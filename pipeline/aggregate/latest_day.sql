-- The latest day on which a kept row received, finished, paid or rated something (CONTRACT.md).
with happened as (
    select received_on as happened_on from dossier_choice where choice = 1 and not is_ambiguous
    union all
    select finished_on as happened_on from dossier_choice where choice = 1 and not is_ambiguous
    union all
    select paid_on as happened_on from payment_choice where choice = 1
    union all
    select rated_on as happened_on from rating_choice where choice = 1
),

final as (
    select max(happened_on) as latest_on
    from happened
)

select latest_on
from final
