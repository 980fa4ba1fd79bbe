-- materialization: table
-- Numerators and denominators of the indicators that count ratings, per period and finest scope.
with final as (
    select
        period,
        unit,
        official_key,
        field_key,
        count({rating}) as {rating}_denominator,
        coalesce(sum({rating}), 0) as {rating}_numerator,
        procedure
    from rating_mark
    group by
        period,
        unit,
        official_key,
        field_key,
        procedure
)

select
    period,
    unit,
    official_key,
    field_key,
    {rating}_denominator,
    {rating}_numerator,
    procedure
from final
