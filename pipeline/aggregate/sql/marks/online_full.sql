-- Of the dossiers received in the period those sent online of a procedure that the catalogue calls toàn
-- trình. One that the catalogue does not name is not: it counts as 0.
select
    case
        when received_on < period_start or is_online is null then null
        when is_online and is_full then 1
        else 0
    end as online_full
from dossier_period
