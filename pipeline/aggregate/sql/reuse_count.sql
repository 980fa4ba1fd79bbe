-- materialization: view
-- Of the dossiers received in [start, as_of], per unit, those whose papers were taken from another
-- dossier's result by as_of: what the 766 index calls reuse. Only of units with rows in an export of
-- digitization that speaks of reuse, whichever it says: of the others nobody knows. A dossier that these
-- exports do not list is not reused, as it is not digitized.
with telling as (
    select distinct
        file,
        sheet
    from digitization_choice
    where is_reused is not null
),

known as (
    select distinct digitization_choice.unit
    from digitization_choice
    inner join telling
        on digitization_choice.file = telling.file and digitization_choice.sheet = telling.sheet
    where not digitization_choice.is_ambiguous
),

final as (
    select
        dossier.unit,
        count(*) filter (
            where
                dossier.is_reused
                and (dossier.digitized_on is null or dossier.digitized_on <= edge.end_on)
        ) as reused,
        count(*) as received
    from dossier
    cross join edge
    inner join known on dossier.unit = known.unit
    where dossier.received_on between edge.start_on and edge.end_on
    group by dossier.unit
)

select
    unit,
    reused,
    received
from final
