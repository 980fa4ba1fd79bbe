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
        dossier_placed.file,
        dossier_placed.sheet,
        dossier_placed.row_number,
        row_number() over (
            partition by
                dossier_placed.is_ambiguous,
                dossier_placed.unit,
                dossier_placed.code
            order by
                dossier_placed.finished_on desc nulls last,
                dossier_placed.finished_at desc nulls last,
                dossier_placed.status_rank desc,
                file_reach.latest_received_on desc nulls last,
                dossier_placed.file asc,
                dossier_placed.received_on asc nulls last,
                dossier_placed.received_at asc nulls last,
                dossier_placed.due_on asc nulls last,
                dossier_placed.due_at asc nulls last,
                dossier_placed.is_online asc nulls last,
                dossier_placed.procedure asc nulls last,
                dossier_placed.field_key asc nulls last,
                dossier_placed.official_key asc nulls last,
                dossier_placed.is_exempt desc,
                dossier_placed.is_fee_due asc,
                dossier_placed.has_e_result asc nulls last,
                dossier_placed.sheet asc,
                dossier_placed.row_number asc
        ) as choice
    from dossier_placed
    inner join repeated on dossier_placed.code = repeated.code
    inner join file_reach on dossier_placed.file = file_reach.file
)

select
    file,
    sheet,
    row_number,
    choice
from final
