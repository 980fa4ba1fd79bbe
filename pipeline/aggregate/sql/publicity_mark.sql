-- A row a unit and procedure of the publicity lists: 1 where published in time and in full. A
-- procedure listed twice takes the worse (DOMAIN.md).
with final as (
    select
        unit,
        procedure,
        file,
        sheet,
        row_number,
        case when is_transparent then 1 else 0 end as transparency,
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
    file,
    sheet,
    row_number,
    transparency
from final
where choice = 1
