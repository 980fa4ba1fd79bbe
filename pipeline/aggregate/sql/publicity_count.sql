-- Procedures in a unit's publicity list and those published in time and in full.
with final as (
    select
        unit,
        count(transparency) as denominator,
        sum(transparency) as numerator
    from publicity_mark
    group by unit
)

select
    unit,
    denominator,
    numerator
from final
