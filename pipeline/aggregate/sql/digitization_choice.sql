-- materialization: cached view
-- Every digitization row with its unit and its rank among the rows of the same dossier; 1 is chosen.
with final as (
    select
        digitization_row.*,
        case when code_home.code is null then digitization_row.unit else code_home.unit end as home_unit,
        coalesce(code_home.is_ambiguous, false) as is_ambiguous,
        coalesce(digitization_rank.choice, 1) as choice
    from digitization_row
    left join code_home
        on
            digitization_row.code = code_home.code
            and coalesce(digitization_row.unit, '') = code_home.named_unit
    left join digitization_rank
        on
            digitization_row.file = digitization_rank.file
            and digitization_row.sheet = digitization_rank.sheet
            and digitization_row.row_number = digitization_rank.row_number
)

select
    file,
    sheet,
    row_number,
    code,
    home_unit as unit,
    has_components,
    is_reused,
    has_result,
    digitized_on,
    is_ambiguous,
    choice
from final
