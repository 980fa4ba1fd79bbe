-- materialization: table
-- The dossiers revised or gone that are shown one by one: those gone and those whose past was
-- rewritten (dates, channel, procedure, official) before those that only went on.
with ordered as (
    select
        change.*,
        row_number() over (
            order by
                case
                    when change = 'gone' then 0
                    when is_rewritten then 1
                    else 2
                end asc,
                unit_code asc,
                code asc
        ) as place
    from change
    where change <> 'added'
),

final as (
    select *
    from ordered
    where place <= 1000
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
    file,
    sheet,
    row_number
from final
order by place asc
