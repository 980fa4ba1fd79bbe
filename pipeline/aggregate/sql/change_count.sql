-- materialization: table
-- How many dossiers of each unit are new, different and gone since the previous report.
with final as (
    select
        unit_code,
        change,
        count(*) as dossiers
    from change
    group by
        unit_code,
        change
)

select
    unit_code,
    change,
    dossiers
from final
