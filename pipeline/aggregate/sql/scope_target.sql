-- materialization: table
-- The target in force for each unit, indicator and period, in hundredths of a percent: day 50's
-- while the period ends on or before day 50, later day 100's. The total (unit null) has one only
-- where all units share it.
with unit_target as (
    select
        unit.unit,
        period.period,
        indicator.indicator,
        case
            when period.period_end <= campaign.day50_on then target.day50_bp
            else target.day100_bp
        end as target_bp
    from unit
    cross join period
    cross join indicator
    cross join campaign
    left join target on unit.unit = target.unit and indicator.indicator = target.indicator
    where period.is_reported
),

final as (
    select
        unit,
        period,
        indicator,
        target_bp
    from unit_target
    union all
    select
        null as unit,
        period,
        indicator,
        case
            when count(target_bp) = count(*) and min(target_bp) = max(target_bp)
                then min(target_bp)
        end as target_bp
    from unit_target
    group by
        period,
        indicator
)

select
    unit,
    period,
    indicator,
    target_bp
from final
