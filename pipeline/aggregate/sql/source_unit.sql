-- materialization: view
-- Which sheets of the exports have rows of which unit.
with named as (
    select file, sheet, unit
    from dossier_choice
    union all
    select file, sheet, unit
    from payment_choice
    union all
    select file, sheet, unit
    from digitization_choice
    union all
    select file, sheet, unit
    from rating_choice
    union all
    select file, sheet, unit
    from publicity_row
    union all
    select file, sheet, unit
    from portal_row
),

final as (
    select distinct
        file,
        sheet,
        unit
    from named
    where unit is not null
)

select
    file,
    sheet,
    unit
from final
order by
    file asc,
    sheet asc,
    unit asc
