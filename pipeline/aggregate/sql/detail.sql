-- materialization: view
-- What the numbers of one period count: a row a dossier, and one a rating whose dossier is in no
-- export, with its marks and where it stands in the exports. `note` says why a dossier counts for
-- nothing: refused, later (than the period) or earlier. Tables detail_period,
-- detail_dossier_mark and detail_rating_mark are of that period alone (aggregate/__init__.py).
with accepted as (
    select
        unit, code, procedure, field_key, official_key, received_on, due_on, finished_on,
        channel, is_online, is_waiting, has_components, has_result, is_paid_otherwise,
        {dossier},
        finished_on is null or finished_on > period_end as is_open, '' as note, file, sheet,
        row_number
    from detail_dossier_mark
    union all
    select
        dossier.unit, dossier.code, dossier.procedure, dossier.field_key, dossier.official_key,
        dossier.received_on, dossier.due_on, dossier.finished_on, dossier.channel,
        dossier.is_online, dossier.is_waiting, dossier.has_components, dossier.has_result,
        false as is_paid_otherwise,
        null as {dossier},
        dossier.finished_on is null or dossier.finished_on > detail_period.period_end as is_open,
        case when dossier.received_on > detail_period.period_end then 'later' else 'earlier' end
            as note,
        dossier.file, dossier.sheet, dossier.row_number
    from dossier
    inner join detail_period
        on
            dossier.received_on > detail_period.period_end
            or dossier.finished_on < detail_period.period_start
),

rated as (
    select
        accepted.*,
        detail_rating_mark.{rating},
        detail_rating_mark.rating_rank
    from accepted
    left join detail_rating_mark
        on accepted.unit = detail_rating_mark.unit and accepted.code = detail_rating_mark.code
),

refused as (
    select
        unit,
        code,
        procedure,
        field_key,
        official_key,
        received_on,
        due_on,
        finished_on,
        channel,
        is_online,
        file,
        sheet,
        row_number
    from dossier_choice
    where choice = 1 and not is_ambiguous and not is_accepted
),

everything as (
    select
        unit, code, procedure, field_key, official_key, received_on, due_on, finished_on,
        channel, is_online, is_waiting, has_components, has_result, is_paid_otherwise,
        {dossier},
        {rating},
        rating_rank, is_open, note, file, sheet, row_number
    from rated
    union all
    select
        unit, code, procedure, field_key, official_key, received_on, due_on, finished_on,
        channel, is_online, false as is_waiting, null as has_components, null as has_result,
        false as is_paid_otherwise,
        null as {dossier},
        null as {rating},
        null as rating_rank, false as is_open, 'refused' as note, file, sheet, row_number
    from refused
    union all
    select
        unit, code, null as procedure, null as field_key, null as official_key,
        null as received_on, null as due_on, null as finished_on, null as channel,
        null as is_online, false as is_waiting, null as has_components, null as has_result,
        false as is_paid_otherwise,
        null as {dossier},
        {rating},
        rating_rank, false as is_open, 'rating' as note, file, sheet, row_number
    from detail_rating_mark
    where not has_dossier
),

final as (
    select
        everything.*,
        coalesce(code_written.written, everything.code) as shown_code,
        unit.unit_name,
        unit.unit_order,
        field_name.field,
        official_name.official,
        coalesce(procedure.is_full, false) as is_full
    from everything
    inner join unit on everything.unit = unit.unit
    left join code_written on everything.code = code_written.code
    left join procedure on everything.procedure = procedure.procedure
    left join field_name on everything.field_key = field_name.field_key
    left join official_name
        on
            everything.unit = official_name.unit
            and everything.official_key = official_name.official_key
)

select
    unit as unit_code,
    unit_name as unit,
    shown_code as code,
    procedure,
    field,
    official,
    received_on,
    due_on,
    finished_on,
    channel,
    is_online,
    is_full,
    is_open,
    is_waiting,
    has_components,
    has_result,
    is_paid_otherwise,
    {listed},
    rating_rank,
    note,
    file,
    sheet,
    row_number
from final
order by
    unit_order asc,
    official asc nulls last,
    received_on asc nulls last,
    code asc,
    note asc
