-- Every digitization row with the unit that it belongs to.
with final as (
    select
        digitization_row.file,
        digitization_row.sheet,
        digitization_row.row_number,
        digitization_row.code,
        case
            when code_place.code is not null then code_place.unit
            when digitization_row.unit is not null then digitization_row.unit
            when code_unit.units = 1 then code_unit.unit
        end as unit,
        digitization_row.has_components,
        digitization_row.has_result,
        digitization_row.digitized_on,
        digitization_row.digitized_at,
        case
            when code_place.code is not null then code_place.unit is null
            else digitization_row.unit is null and coalesce(code_unit.units, 0) > 1
        end as is_ambiguous
    from digitization_row
    left join code_unit on digitization_row.code = code_unit.code
    left join code_place
        on digitization_row.code = code_place.code and digitization_row.unit = code_place.named_unit
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    has_components,
    has_result,
    digitized_on,
    digitized_at,
    is_ambiguous
from final
