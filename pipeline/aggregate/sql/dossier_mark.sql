-- materialization: view
-- What every dossier counts for in every period in which it was active: of each indicator null (not in
-- the denominator), 0 (in the denominator alone) or 1 (in both), as marks/<indicator>.sql say.
with final as (
    select
        {dossier.mark} as {dossier},
        coalesce(paid_otherwise_on <= period_end, false) as is_paid_otherwise,
        dossier_period.*
    from dossier_period
)

select
    period,
    period_end,
    unit,
    code,
    official_key,
    field_key,
    procedure,
    received_on,
    due_on,
    finished_on,
    channel,
    is_online,
    is_waiting,
    has_components,
    has_result,
    is_paid_otherwise,
    {dossier},
    file,
    sheet,
    row_number
from final
