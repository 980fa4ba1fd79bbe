-- materialization: table
-- The target in force for an official to whom the plan gives one of their own, by indicator and
-- period, in hundredths of a percent; as scope_target.
with final as (
    select
        official_target.unit,
        official_target.official_key,
        official_target.indicator,
        period.period,
        case
            when period.period_end <= campaign.day50_on then official_target.day50_bp
            else official_target.day100_bp
        end as target_bp
    from official_target
    cross join period
    cross join campaign
    where period.is_reported
)

select
    unit,
    official_key,
    indicator,
    period,
    target_bp
from final
