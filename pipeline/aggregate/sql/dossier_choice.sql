-- Every dossier row with its unit and its rank among the rows of the same dossier; 1 is kept.
with final as (
    select
        dossier_placed.file,
        dossier_placed.sheet,
        dossier_placed.row_number,
        dossier_placed.code,
        dossier_placed.unit,
        dossier_placed.procedure,
        dossier_placed.field,
        dossier_placed.field_key,
        dossier_placed.official,
        dossier_placed.official_key,
        dossier_placed.received_on,
        dossier_placed.received_at,
        dossier_placed.due_on,
        dossier_placed.due_at,
        dossier_placed.finished_on,
        dossier_placed.finished_at,
        dossier_placed.is_accepted,
        dossier_placed.is_waiting,
        dossier_placed.is_online,
        dossier_placed.is_fee_due,
        dossier_placed.is_exempt,
        dossier_placed.has_e_result,
        dossier_placed.has_due_column,
        dossier_placed.has_end_columns,
        dossier_placed.is_ambiguous,
        coalesce(dossier_rank.choice, 1) as choice
    from dossier_placed
    left join dossier_rank
        on
            dossier_placed.file = dossier_rank.file
            and dossier_placed.sheet = dossier_rank.sheet
            and dossier_placed.row_number = dossier_rank.row_number
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
    is_waiting,
    is_online,
    is_fee_due,
    is_exempt,
    has_e_result,
    has_due_column,
    has_end_columns,
    is_ambiguous,
    choice
from final
