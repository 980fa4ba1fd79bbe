-- materialization: table
-- Numerators and denominators of the indicators that count procedures, per unit and period.
with final as (
    select
        period,
        count({procedure}) as {procedure}_denominator,
        coalesce(sum({procedure}), 0) as {procedure}_numerator,
        unit
    from procedure_mark
    group by
        period,
        unit
)

select
    period,
    {procedure}_denominator,
    {procedure}_numerator,
    unit
from final
