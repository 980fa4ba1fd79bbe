-- How many dossiers are new, different and gone since the previous report.
with final as (
    select
        change,
        count(*) as dossiers
    from change
    group by change
)

select
    change,
    dossiers
from final
