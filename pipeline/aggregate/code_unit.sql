-- The units in which a dossier code was given out: tells to which dossier a row without unit belongs.
with code_unit as (
    select distinct
        code,
        unit
    from dossier_row
),

final as (
    select
        code,
        count(*) as units,
        min(unit) as unit
    from code_unit
    group by code
)

select
    code,
    units,
    unit
from final
