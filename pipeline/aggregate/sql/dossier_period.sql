-- materialization: view
-- Every accepted dossier in every period in which it was active, and what there are exports to tell of:
-- what the marks of dossiers are worked out from.
with final as (
    select
        dossier.*,
        period.period,
        period.period_start,
        period.period_end,
        evidence.has_channel,
        evidence.has_payment_method,
        evidence.has_digitization
    from dossier
    inner join period
        on
            dossier.received_on <= period.period_end
            and (dossier.finished_on is null or dossier.finished_on >= period.period_start)
    cross join evidence
)

select
    period,
    period_start,
    period_end,
    unit,
    code,
    procedure,
    field_key,
    official_key,
    received_on,
    finished_on,
    due_on,
    channel,
    is_online,
    has_e_result,
    is_timed,
    is_finished_in_time,
    is_waiting,
    is_never_late,
    owes_fee,
    paid_online_on,
    paid_otherwise_on,
    has_components,
    has_result,
    is_digitized,
    digitized_on,
    is_service,
    is_full,
    has_fee,
    has_channel,
    has_payment_method,
    has_digitization,
    file,
    sheet,
    row_number
from final
