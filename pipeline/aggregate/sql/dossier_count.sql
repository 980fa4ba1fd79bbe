-- materialization: table
-- Numerators and denominators of the indicators that count dossiers, per period and finest scope.
with final as (
    select
        period,
        unit,
        official_key,
        field_key,
        count({dossier}) as {dossier}_denominator,
        coalesce(sum({dossier}), 0) as {dossier}_numerator,
        procedure
    from dossier_mark
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
    {dossier}_denominator,
    {dossier}_numerator,
    procedure
from final
