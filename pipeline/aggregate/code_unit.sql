-- The units in which a dossier code was given out: tells to which dossier a row without unit belongs.
with code_unit as (
    select distinct
        dossier_row.code,
        case when code_place.code is null then dossier_row.unit else code_place.unit end as unit
    from dossier_row
    left join code_place
        on dossier_row.code = code_place.code and dossier_row.unit = code_place.named_unit
),

final as (
    select
        code,
        count(*) as units,
        min(unit) as unit
    from code_unit
    where unit is not null
    group by code
)

select
    code,
    units,
    unit
from final
