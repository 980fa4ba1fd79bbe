-- materialization: view
-- The first dossier that was received online in the period, of each procedure.
with received as (
    select
        dossier.unit,
        dossier.procedure,
        dossier.file,
        dossier.sheet,
        dossier.row_number,
        row_number() over (
            partition by dossier.unit, dossier.procedure
            order by
                dossier.received_on asc,
                dossier.file asc,
                dossier.sheet asc,
                dossier.row_number asc
        ) as place
    from dossier
    inner join detail_period
        on dossier.received_on between detail_period.period_start and detail_period.period_end
    where dossier.is_online
),

final as (
    select
        unit,
        procedure as counted,
        'dossiers' as kind,
        file,
        sheet,
        row_number
    from received
    where place = 1
)

select
    unit,
    counted,
    kind,
    file,
    sheet,
    row_number
from final
