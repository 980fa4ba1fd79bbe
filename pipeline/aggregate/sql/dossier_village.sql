-- materialization: view
-- The village of each accepted dossier, null where the export names none.
with final as (
    select
        dossier.unit,
        coalesce(code_written.written, dossier.code) as code,
        dossier.village
    from dossier
    left join code_written on dossier.code = code_written.code
)

select
    unit,
    code,
    village
from final
