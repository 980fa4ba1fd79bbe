-- materialization: table
-- The portal figure in force for each unit and measure: the latest not after as_of, one without a day
-- only where there is none with a day.
with cumulative as (
    select period_end
    from period
    where period = 'cumulative'
),

final as (
    select
        portal_choice.unit,
        portal_choice.measure,
        portal_choice.numerator,
        portal_choice.denominator,
        portal_choice.rate_bp,
        portal_choice.figure_on,
        row_number() over (
            partition by portal_choice.unit, portal_choice.measure
            order by portal_choice.figure_on desc nulls last
        ) as recency
    from portal_choice
    cross join cumulative
    where
        portal_choice.choice = 1
        and (
            portal_choice.figure_on is null
            or portal_choice.figure_on <= cumulative.period_end
        )
)

select
    unit,
    measure,
    numerator,
    denominator,
    rate_bp,
    figure_on
from final
where recency = 1
order by
    unit asc,
    measure asc
