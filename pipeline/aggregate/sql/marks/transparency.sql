-- Of the procedures in a unit's publicity list those published in time and in full.
select case when is_transparent then 1 else 0 end as transparency
from publicity_choice
