-- Of the dossiers active in the period those finished by their due date, or not yet due at its end, or
-- waiting where the plan says that this is on time. An export that can't tell is no data.
select
    case
        when not is_timed then null
        when finished_on <= period_end then case when is_finished_in_time then 1 else 0 end
        when due_on is null or due_on >= period_end then 1
        when is_never_late then 1
        else 0
    end as on_time
from dossier_period
