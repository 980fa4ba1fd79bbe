-- materialization: table
-- Numerators and denominators of the indicators that count the publicity lists, per unit.
with final as (
    select
        count({publicity}) as {publicity}_denominator,
        coalesce(sum({publicity}), 0) as {publicity}_numerator,
        unit
    from publicity_mark
    group by unit
)

select
    {publicity}_denominator,
    {publicity}_numerator,
    unit
from final
