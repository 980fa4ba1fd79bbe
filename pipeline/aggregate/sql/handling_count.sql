-- materialization: view
-- How dossiers were handled in each period, per unit and field, by the sections of the table 06a/VPCP:
-- what came in (online, counter, post, carried over from before), what was finished (before, on, after
-- its due day, by the plan's So hạn theo) and what is open (within, past due, waiting). Those that wait
-- stand apart: how they count is the plan's choice. An export that can't tell is untimed.
with active as (
    select
        handling_period.period_start,
        handling_period.period_end,
        dossier.unit,
        dossier.field_key,
        dossier.received_on >= handling_period.period_start as is_new,
        dossier.channel,
        dossier.is_timed,
        coalesce(dossier.finished_on <= handling_period.period_end, false) as is_finished,
        dossier.is_finished_in_time,
        coalesce(dossier.finished_on < dossier.due_on, false) as is_before_due_day,
        coalesce(dossier.due_on < handling_period.period_end, false) as is_past_due,
        dossier.is_waiting
    from dossier
    inner join handling_period
        on
            dossier.received_on <= handling_period.period_end
            and (
                dossier.finished_on is null
                or dossier.finished_on >= handling_period.period_start
            )
),

counted as (
    select
        period_start,
        period_end,
        unit,
        field_key,
        count(*) filter (where is_new and channel = 'online') as online,
        count(*) filter (where is_new and channel = 'counter') as counter,
        count(*) filter (where is_new and channel = 'post') as post,
        count(*) filter (where is_new and channel is null) as channel_unknown,
        count(*) filter (where not is_new and is_timed) as carried_over,
        count(*) filter (
            where is_timed and is_finished and is_finished_in_time and is_before_due_day
        ) as before_due,
        count(*) filter (
            where is_timed and is_finished and is_finished_in_time and not is_before_due_day
        ) as on_due,
        count(*) filter (where is_timed and is_finished and not is_finished_in_time) as late,
        count(*) filter (
            where is_timed and not is_finished and not is_waiting and not is_past_due
        ) as within,
        count(*) filter (
            where is_timed and not is_finished and not is_waiting and is_past_due
        ) as past_due,
        count(*) filter (
            where is_timed and not is_finished and is_waiting and not is_past_due
        ) as waiting,
        count(*) filter (
            where is_timed and not is_finished and is_waiting and is_past_due
        ) as waiting_past_due,
        count(*) filter (where not is_timed) as untimed
    from active
    group by
        period_start,
        period_end,
        unit,
        field_key
),

final as (
    select
        counted.*,
        coalesce(field_name.field, '') as field
    from counted
    left join field_name on counted.field_key = field_name.field_key
)

select
    period_start,
    period_end,
    unit,
    field,
    online,
    counter,
    post,
    channel_unknown,
    carried_over,
    before_due,
    on_due,
    late,
    within,
    past_due,
    waiting,
    waiting_past_due,
    untimed
from final
order by
    period_start asc,
    period_end asc,
    unit asc,
    field asc
