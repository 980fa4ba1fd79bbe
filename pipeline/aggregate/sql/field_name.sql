-- materialization: table
-- How a field is shown: of several ways to write it, the one that sorts first.
with final as (
    select
        field_key,
        min(field) as field
    from dossier
    group by field_key
)

select
    field_key,
    field
from final
