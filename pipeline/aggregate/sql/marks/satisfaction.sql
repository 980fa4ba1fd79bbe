-- Of the dossiers rated in the period those whose last rating in it is good.
select case when is_satisfied then 1 else 0 end as satisfaction
from rating_period
