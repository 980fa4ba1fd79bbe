-- Of the dossiers received in the period those sent online.
select
    case
        when received_on < period_start or is_online is null then null
        when is_online then 1
        else 0
    end as online
from dossier_period
