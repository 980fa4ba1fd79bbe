-- materialization: view
-- The row of the digitization logs that decides of each dossier, whichever way.
with final as (
    select
        digitization_choice.unit,
        coalesce(code_written.written, digitization_choice.code) as counted,
        'digitization' as kind,
        digitization_choice.file,
        digitization_choice.sheet,
        digitization_choice.row_number
    from digitization_choice
    left join code_written on digitization_choice.code = code_written.code
    where digitization_choice.choice = 1 and not digitization_choice.is_ambiguous
)

select
    unit,
    counted,
    kind,
    file,
    sheet,
    row_number
from final
