-- materialization: table
-- Numerators and denominators of the periods that are in no fact: cumulative ones as they stood on earlier
-- days (model.PACE_DAYS before as_of, the milestone), windows after the campaign's end; for all units, each
-- unit and each official.
with final as (
    select
        scope_tally.period,
        scope_tally.scope,
        scope_tally.unit,
        official_name.official,
        scope_tally.indicator,
        scope_tally.numerator,
        scope_tally.denominator
    from scope_tally
    inner join period on scope_tally.period = period.period
    left join official_name
        on
            scope_tally.unit = official_name.unit
            and scope_tally.official_key = official_name.official_key
    where not period.is_reported and scope_tally.scope in ('total', 'unit', 'official')
)

select
    period,
    scope,
    unit,
    official,
    indicator,
    numerator,
    denominator
from final
