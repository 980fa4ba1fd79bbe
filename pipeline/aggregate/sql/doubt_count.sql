-- materialization: view
-- Dossiers that another system may count otherwise, per unit: received within so many minutes of the
-- midnight at which [start, as_of] begins or ends, duplicate rows, and rows not accepted.
with timed as (
    select
        dossier_choice.unit,
        dossier_choice.received_on,
        dossier_choice.choice,
        dossier_choice.is_accepted,
        extract(hour from dossier_choice.received_at) * 60
        + extract(minute from dossier_choice.received_at) as minute_of_day
    from dossier_choice
    where not dossier_choice.is_ambiguous
),

final as (
    select
        timed.unit,
        count(*) filter (
            where
                timed.choice = 1
                and timed.is_accepted
                and (
                    (
                        timed.received_on in (edge.start_on, edge.after_end_on)
                        and timed.minute_of_day < edge.edge_minutes
                    )
                    or (
                        timed.received_on in (edge.before_start_on, edge.end_on)
                        and timed.minute_of_day >= 1440 - edge.edge_minutes
                    )
                )
        ) as near_midnight,
        count(*) filter (where timed.choice > 1) as duplicates,
        count(*) filter (
            where
                timed.choice = 1
                and not timed.is_accepted
                and timed.received_on between edge.start_on and edge.end_on
        ) as not_accepted
    from timed
    cross join edge
    group by timed.unit
)

select
    unit,
    near_midnight,
    duplicates,
    not_accepted
from final
order by unit asc
