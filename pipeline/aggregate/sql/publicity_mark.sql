-- materialization: view
-- What a procedure of a unit's publicity list counts for, in whatever period.
with final as (
    select
        {publicity.mark} as {publicity},
        publicity_choice.*
    from publicity_choice
)

select
    unit,
    procedure,
    {publicity},
    file,
    sheet,
    row_number
from final
