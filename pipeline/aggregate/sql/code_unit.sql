-- The units in which a dossier code was given out, of the codes of rows without unit: tells to which
-- dossier such a row belongs.
with unplaced as (
    select code from payment_row where unit is null
    union distinct
    select code from digitization_row where unit is null
    union distinct
    select code from rating_row where unit is null
),

code_unit as (
    select distinct
        dossier_row.code,
        case when code_place.code is null then dossier_row.unit else code_place.unit end as unit
    from unplaced
    inner join dossier_row on unplaced.code = dossier_row.code
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
