-- materialization: table
-- How an official is shown: of several ways to write the name, the one that sorts first.
with final as (
    select
        unit,
        official_key,
        min(official) as official
    from dossier
    group by
        unit,
        official_key
)

select
    unit,
    official_key,
    official
from final
