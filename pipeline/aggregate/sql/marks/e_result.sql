-- Of the dossiers finished in the period those with an electronic result.
select
    case
        when has_e_result is null or finished_on is null then null
        when finished_on not between period_start and period_end then null
        when has_e_result then 1
        else 0
    end as e_result
from dossier_period
