-- Procedures in a unit's publicity list and those published in time and in full; a procedure listed
-- twice takes the worse (DOMAIN.md).
with listed as (
    select
        unit,
        procedure,
        min(case when is_transparent then 1 else 0 end) as is_transparent
    from publicity_row
    group by
        unit,
        procedure
),

final as (
    select
        unit,
        count(*) as denominator,
        sum(is_transparent) as numerator
    from listed
    group by unit
)

select
    unit,
    denominator,
    numerator
from final
