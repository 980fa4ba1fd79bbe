-- Every dossier row with the unit that it belongs to.
with final as (
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
        dossier_row.is_waiting,
        dossier_row.is_online,
        dossier_row.is_fee_due,
        dossier_row.is_exempt,
        dossier_row.has_e_result,
        dossier_row.has_due_column,
        dossier_row.has_end_columns
    from dossier_row
    left join code_place
        on dossier_row.code = code_place.code and dossier_row.unit = code_place.named_unit
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    is_ambiguous,
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
    status_rank,
    is_accepted,
    is_waiting,
    is_online,
    is_fee_due,
    is_exempt,
    has_e_result,
    has_due_column,
    has_end_columns
from final
