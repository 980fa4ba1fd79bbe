-- materialization: table
-- The tallies added up per scope: total, unit with all that is below it, and official, field and
-- procedure within the dossier's own unit.
with own as (
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
),

final as (
    select
        scope,
        unit,
        official_key,
        field_key,
        procedure,
        period,
        indicator,
        numerator,
        denominator
    from own
    where scope <> 'unit'
    union all
    select
        own.scope,
        lineage.ancestor as unit,
        cast(null as string) as official_key,
        cast(null as string) as field_key,
        cast(null as string) as procedure,
        own.period,
        own.indicator,
        sum(own.numerator) as numerator,
        sum(own.denominator) as denominator
    from own
    inner join lineage on own.unit = lineage.descendant
    where own.scope = 'unit'
    group by
        own.scope,
        lineage.ancestor,
        own.period,
        own.indicator
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
