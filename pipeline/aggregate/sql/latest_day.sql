-- materialization: table
-- The latest day on which an accepted row received, finished, paid or rated something (CONTRACT.md). Of
-- the rows of one payment all have the same day, of the ratings of a dossier the latest is accepted: no
-- choice to be looked up.
with happened as (
    select max(received_on) as received_on, max(finished_on) as finished_on, null as other_on
    from dossier_choice
    where choice = 1 and not is_ambiguous
    union all
    select null as received_on, null as finished_on, max(paid_on) as other_on
    from payment_row
    union all
    select null as received_on, null as finished_on, max(rated_on) as other_on
    from rating_row
),

final as (
    select greatest(max(received_on), max(finished_on), max(other_on)) as latest_on
    from happened
)

select latest_on
from final
