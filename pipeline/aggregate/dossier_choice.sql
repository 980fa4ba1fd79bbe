-- Every dossier row with its unit and its rank among the rows of the same dossier; 1 is kept
-- (CONTRACT.md, "The same dossier again"). Behind the contract's criteria the row's content breaks
-- ties, so that the order of rows makes no difference.
with file_reach as (
    select
        file,
        max(received_on) as latest_received_on
    from dossier_row
    group by file
),

placed as (
    select
        dossier_row.file,
        dossier_row.sheet,
        dossier_row.row_number,
        dossier_row.code,
        case when code_place.code is null then dossier_row.unit else code_place.unit end as unit,
        code_place.code is not null and code_place.unit is null as is_ambiguous,
        dossier_row.procedure,
        dossier_row.field,
        dossier_row.field_key,
        dossier_row.official,
        dossier_row.official_key,
        dossier_row.received_on,
        dossier_row.received_at,
        dossier_row.due_on,
        dossier_row.due_at,
        dossier_row.finished_on,
        dossier_row.finished_at,
        dossier_row.status_rank,
        dossier_row.is_accepted,
        dossier_row.is_online,
        dossier_row.is_fee_due,
        dossier_row.is_exempt,
        dossier_row.has_e_result,
        dossier_row.has_due_column,
        dossier_row.has_end_columns,
        file_reach.latest_received_on
    from dossier_row
    inner join file_reach on dossier_row.file = file_reach.file
    left join code_place
        on dossier_row.code = code_place.code and dossier_row.unit = code_place.named_unit
),

final as (
    select
        placed.*,
        row_number() over (
            partition by is_ambiguous, unit, code
            order by
                finished_on desc nulls last,
                finished_at desc nulls last,
                status_rank desc,
                latest_received_on desc nulls last,
                file asc,
                received_on asc nulls last,
                received_at asc nulls last,
                due_on asc nulls last,
                due_at asc nulls last,
                is_online asc nulls last,
                procedure asc nulls last,
                field_key asc nulls last,
                official_key asc nulls last,
                is_exempt desc,
                is_fee_due asc,
                has_e_result asc nulls last,
                sheet asc,
                row_number asc
        ) as choice
    from placed
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
    is_ambiguous,
    choice
from final
