-- Every digitization row with its unit found and its rank among the rows of the same dossier; the
-- one further along is kept (CONTRACT.md).
with placed as (
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
),

final as (
    select
        placed.*,
        row_number() over (
            partition by is_ambiguous, unit, code
            order by
                case when has_components and has_result then 1 else 0 end desc,
                has_result desc,
                has_components desc,
                digitized_on desc nulls last,
                digitized_at desc nulls last,
                file asc,
                sheet asc,
                row_number asc
        ) as choice
    from placed
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
    is_ambiguous,
    choice
from final
