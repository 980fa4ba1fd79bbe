-- materialization: table
-- Where rows belong, by their code and the unit that they name ('': none), but those that belong where
-- they say: by code_place, and rows without a unit to the dossier of their code. unit is null where
-- nobody knows; is_ambiguous: because there are several.
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

counted as (
    select
        code,
        count(*) as units,
        min(unit) as unit
    from code_unit
    where unit is not null
    group by code
),

final as (
    select
        code,
        named_unit,
        unit,
        unit is null as is_ambiguous
    from code_place
    union all
    select
        code,
        '' as named_unit,
        case when units = 1 then unit end as unit,
        units > 1 as is_ambiguous
    from counted
)

select
    code,
    named_unit,
    unit,
    is_ambiguous
from final
