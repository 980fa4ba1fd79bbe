-- materialization: table
-- The row of the publicity lists that counts for a unit and procedure. A procedure listed twice takes
-- the worse (DOMAIN.md).
with final as (
    select
        unit,
        procedure,
        is_transparent,
        file,
        sheet,
        row_number,
        row_number() over (
            partition by unit, procedure
            order by
                is_transparent asc,
                file asc,
                sheet asc,
                row_number asc
        ) as choice
    from publicity_row
)

select
    unit,
    procedure,
    is_transparent,
    file,
    sheet,
    row_number
from final
where choice = 1
