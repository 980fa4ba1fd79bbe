-- materialization: cached view
-- Every dossier row with its unit and its rank among the rows of the same dossier; 1 is chosen.
with final as (
    select
        dossier_row.*,
        case when code_home.code is null then dossier_row.unit else code_home.unit end as home_unit,
        dossier_row.channel = 'online' as is_online,
        coalesce(code_home.is_ambiguous, false) as is_ambiguous,
        coalesce(dossier_rank.choice, 1) as choice
    from dossier_row
    left join code_home
        on
            dossier_row.code = code_home.code
            and coalesce(dossier_row.unit, '') = code_home.named_unit
    left join dossier_rank
        on
            dossier_row.file = dossier_rank.file
            and dossier_row.sheet = dossier_rank.sheet
            and dossier_row.row_number = dossier_rank.row_number
)

select
    file,
    sheet,
    row_number,
    code,
    home_unit as unit,
    procedure,
    field,
    field_key,
    village,
    village_key,
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
    channel,
    is_online,
    is_fee_due,
    is_exempt,
    has_e_result,
    has_due_column,
    has_end_columns,
    is_ambiguous,
    choice
from final
