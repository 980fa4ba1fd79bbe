-- materialization: view
-- The last day of which each kind of log has a record: dossiers received, payments made, dossiers digitized
-- and rated. A kind without any has no row.
with happened as (
    select 'dossiers' as kind, max(received_on) as last_on
    from dossier_choice
    where choice = 1 and not is_ambiguous
    union all
    select 'payments' as kind, max(paid_on) as last_on
    from payment_row
    union all
    select 'digitization' as kind, max(digitized_on) as last_on
    from digitization_row
    union all
    select 'ratings' as kind, max(rated_on) as last_on
    from rating_row
)

select
    kind,
    last_on
from happened
where last_on is not null
order by kind asc
