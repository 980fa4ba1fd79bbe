-- materialization: view
-- What a procedure of the catalogue counts for, per unit and period.
with final as (
    select
        {procedure.mark} as {procedure},
        procedure_period.*
    from procedure_period
)

select
    period,
    unit,
    procedure,
    {procedure},
    dossiers,
    online_dossiers,
    online_payments
from final
