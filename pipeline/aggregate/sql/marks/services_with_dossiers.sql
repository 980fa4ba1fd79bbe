-- Of the catalogue's services those with a dossier received online in the period.
select
    case
        when not is_service or not has_channel then null
        when online_dossiers > 0 then 1
        else 0
    end as services_with_dossiers
from procedure_period
