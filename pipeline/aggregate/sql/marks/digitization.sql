-- Of the dossiers received in the period those with papers and result digitized by its end.
select
    case
        when received_on < period_start then null
        when not has_digitization then null
        when is_digitized and (digitized_on is null or digitized_on <= period_end) then 1
        else 0
    end as digitization
from dossier_period
