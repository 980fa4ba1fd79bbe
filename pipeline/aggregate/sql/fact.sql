-- materialization: table
-- The table of facts (CONTRACT.md). Percentages are integers in hundredths of a percent; every
-- comparison is between integers. `x - mod(x, y)` divides by y without a rest, so `/` is exact.
with shown as (
    -- total and unit: every indicator and period, with or without data
    select
        case when scope_target.unit is null then 'total' else 'unit' end as scope,
        scope_target.unit,
        cast(null as string) as official_key,
        cast(null as string) as field_key,
        cast(null as string) as procedure,
        scope_target.period,
        scope_target.indicator,
        coalesce(scope_tally.numerator, 0) as numerator,
        coalesce(scope_tally.denominator, 0) as denominator
    from scope_target
    left join scope_tally
        on
            scope_tally.scope = case when scope_target.unit is null then 'total' else 'unit' end
            and coalesce(scope_target.unit, '') = coalesce(scope_tally.unit, '')
            and scope_target.period = scope_tally.period
            and scope_target.indicator = scope_tally.indicator
    union all
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
    from scope_tally
    where
        denominator > 0
        and (
            (scope = 'official' and official_key is not null)
            or (scope = 'field' and field_key is not null)
            or (scope = 'procedure' and procedure like '_.______')
        )
),

-- The unit's target, but an official's own where the plan sets one.
targeted as (
    select
        shown.*,
        coalesce(own_target.target_bp, scope_target.target_bp) as target_bp
    from shown
    inner join scope_target
        on
            coalesce(
                case when shown.scope <> 'total' then shown.unit end, ''
            ) = coalesce(scope_target.unit, '')
            and shown.period = scope_target.period
            and shown.indicator = scope_target.indicator
    left join own_target
        on
            shown.scope = 'official'
            and shown.unit = own_target.unit
            and shown.official_key = own_target.official_key
            and shown.period = own_target.period
            and shown.indicator = own_target.indicator
),

measured as (
    select
        targeted.*,
        numerator * 20000 + denominator as doubled,
        denominator * 2 as divisor,
        target_bp * denominator + 9999 as needed
    from targeted
),

rated as (
    select
        measured.*,
        cast(
            (doubled - mod(doubled, nullif(divisor, 0))) / nullif(divisor, 0) as bigint
        ) as rate_bp,
        cast((needed - mod(needed, 10000)) / 10000 as bigint) as needed_count
    from measured
),

final as (
    select
        rated.scope,
        rated.unit as unit_code,
        unit.unit_name as unit,
        official_name.official,
        field_name.field,
        rated.procedure,
        rated.period,
        period.period_start,
        period.period_end,
        rated.indicator,
        rated.numerator,
        rated.denominator,
        rated.rate_bp,
        rated.target_bp,
        rated.rate_bp - rated.target_bp as variance_bp,
        case
            when rated.target_bp is null then null
            when rated.denominator = 0 then 0
            else greatest(0, rated.needed_count - rated.numerator)
        end as shortfall,
        case
            when rated.target_bp is null then ''
            when rated.denominator = 0 then 'khong_co_so_lieu'
            when rated.numerator * 10000 >= rated.target_bp * rated.denominator then 'dat'
            else 'chua_dat'
        end as status,
        unit.unit_order,
        period.period_order,
        indicator.indicator_order
    from rated
    inner join period on rated.period = period.period
    inner join indicator on rated.indicator = indicator.indicator
    left join unit on rated.unit = unit.unit
    left join official_name
        on rated.unit = official_name.unit and rated.official_key = official_name.official_key
    left join field_name on rated.field_key = field_name.field_key
)

select
    scope,
    unit_code,
    unit,
    official,
    field,
    procedure,
    period,
    period_start,
    period_end,
    indicator,
    numerator,
    denominator,
    rate_bp,
    target_bp,
    variance_bp,
    shortfall,
    status
from final
order by
    case scope
        when 'total' then 0
        when 'unit' then 1
        when 'official' then 2
        when 'field' then 3
        else 4
    end asc,
    unit_order asc nulls first,
    official asc nulls first,
    field asc nulls first,
    procedure asc nulls first,
    period_order asc,
    indicator_order asc
