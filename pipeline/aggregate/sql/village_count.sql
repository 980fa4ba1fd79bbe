-- materialization: view
-- Dossiers received in [start, as_of] by village (plan IV.5): sent online and not, those that owe a fee
-- and of these those paid online, null where no export tells of payments. Only of units of which an export
-- names villages; dossiers without one stand under ''. Of several ways to write a village the one that is
-- there most often is shown, of equals the one that sorts first.
with received as (
    select
        dossier.unit,
        dossier.village,
        dossier.village_key,
        dossier.is_online,
        dossier.owes_fee,
        coalesce(dossier.paid_online_on <= edge.end_on, false) as is_paid_online,
        evidence.has_payment_method
    from dossier
    cross join edge
    cross join evidence
    where dossier.received_on between edge.start_on and edge.end_on
),

spelled as (
    select
        unit,
        village_key,
        village,
        count(*) as dossiers
    from received
    where village_key is not null
    group by
        unit,
        village_key,
        village
),

ranked as (
    select
        unit,
        village_key,
        village,
        row_number() over (
            partition by unit, village_key
            order by dossiers desc, village asc
        ) as choice
    from spelled
),

telling as (
    select distinct unit
    from spelled
),

final as (
    select
        received.unit,
        coalesce(ranked.village, '') as village,
        count(*) as dossiers,
        count(*) filter (where received.is_online) as online,
        count(*) filter (where not received.is_online) as on_paper,
        case
            when received.has_payment_method then count(*) filter (where received.owes_fee)
        end as owing_fee,
        case
            when received.has_payment_method
                then count(*) filter (where received.owes_fee and received.is_paid_online)
        end as paid_online
    from received
    inner join telling on received.unit = telling.unit
    left join ranked
        on
            received.unit = ranked.unit
            and received.village_key = ranked.village_key
            and ranked.choice = 1
    group by
        received.unit,
        ranked.village,
        received.has_payment_method
)

select
    unit,
    village,
    dossiers,
    online,
    on_paper,
    owing_fee,
    paid_online
from final
