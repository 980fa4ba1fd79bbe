-- The tallies added up per scope: total, unit, and official, field and procedure within a unit.
with final as (
    select
        case
            when grouping(unit) = 1 then 'total'
            when grouping(official_key) = 0 then 'official'
            when grouping(field_key) = 0 then 'field'
            when grouping(procedure) = 0 then 'procedure'
            else 'unit'
        end as scope,
        unit,
        official_key,
        field_key,
        procedure,
        period,
        indicator,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from tally
    group by grouping sets (
        (period, indicator),
        (period, indicator, unit),
        (period, indicator, unit, official_key),
        (period, indicator, unit, field_key),
        (period, indicator, unit, procedure)
    )
)

select
    scope,
    unit,
    official_key,
    field_key,
    procedure,
    period,
    indicator,
    cast(numerator as bigint) as numerator,
    cast(denominator as bigint) as denominator
from final
