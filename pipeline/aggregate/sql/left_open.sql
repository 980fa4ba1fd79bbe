-- materialization: view
-- Dossiers without an end date that only exports of the year before tell of (files below nam-truoc/).
with final as (
    select
        unit,
        count(*) as dossiers
    from dossier_choice
    where
        choice = 1
        and not is_ambiguous
        and is_accepted
        and finished_on is null
        and lower(file) like 'nam-truoc/%'
    group by unit
)

select
    unit,
    dossiers
from final
order by unit asc
