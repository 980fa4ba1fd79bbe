-- materialization: table
-- The rank of a dossier row among the rows of the same dossier, where there are several (CONTRACT.md,
-- "The same dossier again"). Behind the contract's criteria the row's content breaks ties, so that the
-- order of rows makes no difference.
with file_reach as (
    select
        file,
        max(received_on) as latest_received_on
    from dossier_row
    group by file
),

repeated as (
    select code
    from dossier_row
    group by code
    having count(*) > 1
),

final as (
    select
        dossier_row.file,
        dossier_row.sheet,
        dossier_row.row_number,
        row_number() over (
            partition by
                coalesce(code_home.is_ambiguous, false),
                case when code_home.code is null then dossier_row.unit else code_home.unit end,
                dossier_row.code
            order by
                dossier_row.finished_on desc nulls last,
                dossier_row.finished_at desc nulls last,
                dossier_row.status_rank desc,
                file_reach.latest_received_on desc nulls last,
                dossier_row.file asc,
                dossier_row.received_on asc nulls last,
                dossier_row.received_at asc nulls last,
                dossier_row.due_on asc nulls last,
                dossier_row.due_at asc nulls last,
                dossier_row.channel = 'online' asc nulls last,
                dossier_row.procedure asc nulls last,
                dossier_row.field_key asc nulls last,
                dossier_row.official_key asc nulls last,
                dossier_row.is_exempt desc,
                dossier_row.is_fee_due asc,
                dossier_row.has_e_result asc nulls last,
                dossier_row.channel asc nulls last,
                dossier_row.sheet asc,
                dossier_row.row_number asc
        ) as choice
    from dossier_row
    inner join repeated on dossier_row.code = repeated.code
    left join code_home
        on
            dossier_row.code = code_home.code
            and coalesce(dossier_row.unit, '') = code_home.named_unit
    inner join file_reach on dossier_row.file = file_reach.file
)

select
    file,
    sheet,
    row_number,
    choice
from final
