-- materialization: table
-- Dossiers that are new, gone or different since the previous report (detail_before; detail_now is
-- this one), and in what, each as it stood on its day: what was received or finished later is not yet
-- known. Ratings without a dossier are left out.
with now_row as (
    select * from detail_now where note not in ('rating', 'later')
),

before_row as (
    select * from detail_before where note not in ('rating', 'later')
),

compared as (
    select
        coalesce(now_row.unit_code, before_row.unit_code) as unit_code,
        coalesce(now_row.code, before_row.code) as code,
        coalesce(now_row.official, before_row.official) as official,
        case
            when before_row.code is null then 'added'
            when now_row.code is null then 'gone'
            else 'revised'
        end as change,
        now_row.received_on is distinct from before_row.received_on as received,
        now_row.due_on is distinct from before_row.due_on as due,
        now_row.is_online is distinct from before_row.is_online as channel,
        now_row.procedure is distinct from before_row.procedure as procedure,
        now_row.official is distinct from before_row.official as answering,
        case when not now_row.is_open then now_row.finished_on end
        is distinct from
        case when not before_row.is_open then before_row.finished_on end as finished,
        now_row.{compared} is distinct from before_row.{compared} as {compared}_differs,
        coalesce(now_row.file, before_row.file) as file,
        coalesce(now_row.sheet, before_row.sheet) as sheet,
        coalesce(now_row.row_number, before_row.row_number) as row_number
    from now_row
    full outer join before_row
        on
            now_row.unit_code = before_row.unit_code
            and upper(now_row.code) = upper(before_row.code)
),

final as (
    select
        compared.*,
        received or due or channel or procedure or answering as is_rewritten
    from compared
    where
        change <> 'revised'
        or received
        or due
        or channel
        or procedure
        or answering
        or finished
        or {compared}_differs
)

select
    unit_code,
    code,
    official,
    change,
    received,
    due,
    channel,
    procedure,
    answering,
    finished,
    {compared}_differs,
    is_rewritten,
    file,
    sheet,
    row_number
from final
