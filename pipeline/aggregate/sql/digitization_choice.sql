-- Every digitization row with its unit and its rank among the rows of the same dossier; 1 is kept.
with final as (
    select
        digitization_placed.file,
        digitization_placed.sheet,
        digitization_placed.row_number,
        digitization_placed.code,
        digitization_placed.unit,
        digitization_placed.has_components,
        digitization_placed.has_result,
        digitization_placed.digitized_on,
        digitization_placed.is_ambiguous,
        coalesce(digitization_rank.choice, 1) as choice
    from digitization_placed
    left join digitization_rank
        on
            digitization_placed.file = digitization_rank.file
            and digitization_placed.sheet = digitization_rank.sheet
            and digitization_placed.row_number = digitization_rank.row_number
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    has_components,
    has_result,
    digitized_on,
    is_ambiguous,
    choice
from final
