-- materialization: view
-- Of the dossiers that on_time counts in [start, as_of], per unit, what the plan's two rules may decide:
-- finished in time by day and by hour (So hạn theo), and those past their due date that wait for the
-- citizen or were stopped (Hồ sơ đang chờ); in_time: unfinished and not yet due. Every rule's number is
-- a sum of these.
with active as (
    select
        dossier.unit,
        coalesce(dossier.finished_on <= period.period_end, false) as is_finished,
        dossier.is_finished_by_day,
        dossier.is_finished_by_hour,
        dossier.is_waiting,
        coalesce(dossier.due_on < period.period_end, false) as is_past_due
    from dossier
    inner join period
        on
            dossier.received_on <= period.period_end
            and (dossier.finished_on is null or dossier.finished_on >= period.period_start)
    where period.period = 'cumulative' and dossier.is_timed
),

final as (
    select
        unit,
        count(*) as timed,
        count(*) filter (where is_finished and is_finished_by_day) as by_day,
        count(*) filter (where is_finished and is_finished_by_hour) as by_hour,
        count(*) filter (where not is_finished and not is_past_due) as in_time,
        count(*) filter (where not is_finished and is_past_due and is_waiting) as waiting_late
    from active
    group by unit
)

select
    unit,
    timed,
    by_day,
    by_hour,
    in_time,
    waiting_late
from final
order by unit asc
