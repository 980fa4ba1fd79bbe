-- What the numbers of one period (table asked) are made of: a row a dossier, and one a rating whose
-- dossier is in no export, with its marks and where it stands in the exports. `note` says why a
-- dossier counts for nothing: refused, later (than the period) or earlier.
with asked_period as (
    select
        period.period,
        period.period_start,
        period.period_end
    from period
    inner join asked on period.period = asked.period
),

marked as (
    select dossier_mark.*
    from dossier_mark
    inner join asked on dossier_mark.period = asked.period
),

rated as (
    select rating_mark.*
    from rating_mark
    inner join asked on rating_mark.period = asked.period
),

accepted as (
    select
        dossier.unit,
        dossier.code,
        dossier.procedure,
        dossier.field_key,
        dossier.official_key,
        dossier.received_on,
        dossier.due_on,
        dossier.finished_on,
        dossier.is_online,
        dossier.has_components,
        dossier.has_result,
        marked.on_time,
        marked.online,
        marked.online_payment,
        marked.digitization,
        marked.e_result,
        rated.satisfaction,
        rated.rating_rank,
        dossier.finished_on is null or dossier.finished_on > asked_period.period_end as is_open,
        case
            when dossier.received_on > asked_period.period_end then 'later'
            when dossier.finished_on < asked_period.period_start then 'earlier'
            else ''
        end as note,
        dossier.file,
        dossier.sheet,
        dossier.row_number
    from dossier
    cross join asked_period
    left join marked on dossier.unit = marked.unit and dossier.code = marked.code
    left join rated on dossier.unit = rated.unit and dossier.code = rated.code
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
        is_online, has_components, has_result, on_time, online, online_payment, digitization,
        e_result, satisfaction, rating_rank, is_open, note, file, sheet, row_number
    from accepted
    union all
    select
        unit, code, procedure, field_key, official_key, received_on, due_on, finished_on,
        is_online, null as has_components, null as has_result, null as on_time, null as online,
        null as online_payment, null as digitization, null as e_result, null as satisfaction,
        null as rating_rank, false as is_open, 'refused' as note, file, sheet, row_number
    from refused
    union all
    select
        unit, code, null as procedure, null as field_key, null as official_key,
        null as received_on, null as due_on, null as finished_on, null as is_online,
        null as has_components, null as has_result, null as on_time, null as online,
        null as online_payment, null as digitization, null as e_result, satisfaction,
        rating_rank, false as is_open, 'rating' as note, file, sheet, row_number
    from rated
    where not has_dossier
),

final as (
    select
        everything.*,
        unit.unit_name,
        unit.unit_order,
        field_name.field,
        official_name.official,
        coalesce(procedure.is_full, false) as is_full
    from everything
    inner join unit on everything.unit = unit.unit
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
    code,
    procedure,
    field,
    official,
    received_on,
    due_on,
    finished_on,
    is_online,
    is_full,
    is_open,
    has_components,
    has_result,
    on_time,
    online,
    online_payment,
    satisfaction,
    digitization,
    e_result,
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
