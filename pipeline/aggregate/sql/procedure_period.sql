-- materialization: table
-- Accepted dossiers, online ones and successful online payments of every procedure of the
-- catalogue, per unit and period; payments by their own day, whenever the dossier was received.
-- What the marks of procedures are worked out from. A unit with others below it has a catalogue to
-- answer for once it has received a dossier of its own; the others always have.
with branch as (
    select
        ancestor as unit,
        count(*) - 1 as units_below
    from lineage
    group by ancestor
),

first_dossier as (
    select
        dossier.unit,
        min(dossier.received_on) as received_on
    from dossier
    inner join branch on dossier.unit = branch.unit
    where branch.units_below > 0
    group by dossier.unit
),

answering as (
    select
        period.period,
        unit.unit
    from period
    cross join unit
    inner join branch on unit.unit = branch.unit
    left join first_dossier on unit.unit = first_dossier.unit
    where branch.units_below = 0 or first_dossier.received_on <= period.period_end
),

received as (
    select
        period.period,
        dossier.unit,
        dossier.procedure,
        count(*) as dossiers,
        count(*) filter (where dossier.is_online) as online_dossiers
    from dossier
    inner join period on dossier.received_on between period.period_start and period.period_end
    group by
        period.period,
        dossier.unit,
        dossier.procedure
),

paid as (
    select
        period.period,
        dossier.unit,
        dossier.procedure,
        count(*) as online_payments
    from payment_choice
    inner join dossier
        on payment_choice.unit = dossier.unit and payment_choice.code = dossier.code
    inner join period on payment_choice.paid_on between period.period_start and period.period_end
    where
        payment_choice.choice = 1
        and not payment_choice.is_ambiguous
        and payment_choice.is_paid
        and payment_choice.is_online
    group by
        period.period,
        dossier.unit,
        dossier.procedure
),

final as (
    select
        answering.period,
        answering.unit,
        procedure.procedure,
        coalesce(received.dossiers, 0) as dossiers,
        coalesce(received.online_dossiers, 0) as online_dossiers,
        coalesce(paid.online_payments, 0) as online_payments,
        procedure.is_service,
        procedure.is_full,
        procedure.has_fee,
        evidence.has_channel,
        evidence.has_payment_method
    from answering
    cross join procedure
    cross join evidence
    left join received
        on
            answering.period = received.period
            and answering.unit = received.unit
            and procedure.procedure = received.procedure
    left join paid
        on
            answering.period = paid.period
            and answering.unit = paid.unit
            and procedure.procedure = paid.procedure
)

select
    period,
    unit,
    procedure,
    dossiers,
    online_dossiers,
    online_payments,
    is_service,
    is_full,
    has_fee,
    has_channel,
    has_payment_method
from final
