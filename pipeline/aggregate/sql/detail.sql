-- What the numbers of one period are made of: a row a dossier, and one a rating whose dossier is in no
-- export, with its marks and where it stands in the exports. `note` says why a dossier counts for
-- nothing: refused, later (than the period) or earlier. Tables asked (the period), asked_mark and
-- asked_rating (the marks of that period alone).
with accepted as (
    select
        unit, code, procedure, field_key, official_key, received_on, due_on, finished_on,
        is_online, has_components, has_result, on_time, online, online_payment, digitization,
        e_result, finished_on is null or finished_on > period_end as is_open, '' as note, file, sheet,
        row_number
    from asked_mark
    union all
    select
        dossier.unit, dossier.code, dossier.procedure, dossier.field_key, dossier.official_key,
        dossier.received_on, dossier.due_on, dossier.finished_on, dossier.is_online,
        dossier.has_components, dossier.has_result, null as on_time, null as online,
        null as online_payment, null as digitization, null as e_result,
        dossier.finished_on is null or dossier.finished_on > asked.period_end as is_open,
        case when dossier.received_on > asked.period_end then 'later' else 'earlier' end as note,
        dossier.file, dossier.sheet, dossier.row_number
    from dossier
    inner join asked
        on dossier.received_on > asked.period_end or dossier.finished_on < asked.period_start
),

rated as (
    select
        accepted.*,
        asked_rating.satisfaction,
        asked_rating.rating_rank
    from accepted
    left join asked_rating
        on accepted.unit = asked_rating.unit and accepted.code = asked_rating.code
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
    from rated
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
    from asked_rating
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
