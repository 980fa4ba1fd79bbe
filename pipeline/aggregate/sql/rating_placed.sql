-- Every rating row with the unit that it belongs to.
with final as (
    select
        rating_row.file,
        rating_row.sheet,
        rating_row.row_number,
        rating_row.code,
        case
            when code_place.code is not null then code_place.unit
            when rating_row.unit is not null then rating_row.unit
            when code_unit.units = 1 then code_unit.unit
        end as unit,
        rating_row.rated_on,
        rating_row.rated_at,
        rating_row.rating_rank,
        rating_row.is_satisfied,
        case
            when code_place.code is not null then code_place.unit is null
            else rating_row.unit is null and coalesce(code_unit.units, 0) > 1
        end as is_ambiguous
    from rating_row
    left join code_unit on rating_row.code = code_unit.code
    left join code_place
        on rating_row.code = code_place.code and rating_row.unit = code_place.named_unit
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    rated_on,
    rated_at,
    rating_rank,
    is_satisfied,
    is_ambiguous
from final
