-- Every dossier row with its rank among the rows of the same dossier; 1 is kept (CONTRACT.md, "The
-- same dossier again"). Behind the contract's criteria the row's content breaks ties, so that the
-- order of rows makes no difference.
with file_reach as (
    select
        file,
        max(received_on) as latest_received_on
    from dossier_row
    group by file
),

final as (
    select
        dossier_row.*,
        row_number() over (
            partition by dossier_row.unit, dossier_row.code
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
                dossier_row.is_online asc nulls last,
                dossier_row.procedure asc nulls last,
                dossier_row.field_key asc nulls last,
                dossier_row.official_key asc nulls last,
                dossier_row.is_exempt desc,
                dossier_row.is_fee_due asc,
                dossier_row.has_e_result asc nulls last,
                dossier_row.sheet asc,
                dossier_row.row_number asc
        ) as choice
    from dossier_row
    inner join file_reach on dossier_row.file = file_reach.file
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    procedure,
    field,
    field_key,
    official,
    official_key,
    received_on,
    received_at,
    due_on,
    due_at,
    finished_on,
    finished_at,
    is_accepted,
    is_online,
    is_fee_due,
    is_exempt,
    has_e_result,
    has_due_column,
    has_end_columns,
    choice
from final
