-- materialization: table
-- Rows of which only all inputs together can tell that they are duplicates, without a dossier, or
-- of more than one dossier.
with final as (
    select
        dossier_choice.file,
        dossier_choice.sheet,
        dossier_choice.row_number,
        coalesce(code_written.written, dossier_choice.code) as code,
        'dossiers' as kind,
        case when is_ambiguous then 'ambiguous' else 'duplicate' end as outcome
    from dossier_choice
    left join code_written on dossier_choice.code = code_written.code
    where is_ambiguous or choice > 1
    union all
    select
        file,
        sheet,
        row_number,
        measure as code,
        'portal' as kind,
        'duplicate' as outcome
    from portal_choice
    where choice > 1
    union all
    select
        input_row.file,
        input_row.sheet,
        input_row.row_number,
        coalesce(code_written.written, input_row.code) as code,
        input_row.kind,
        case
            when input_row.is_ambiguous then 'ambiguous'
            when input_row.choice > 1 then 'duplicate'
            else 'orphan'
        end as outcome
    from (
        select file, sheet, row_number, code, unit, is_ambiguous, choice, 'payments' as kind
        from payment_choice
        union all
        select file, sheet, row_number, code, unit, is_ambiguous, choice, 'digitization' as kind
        from digitization_choice
        union all
        select file, sheet, row_number, code, unit, is_ambiguous, choice, 'ratings' as kind
        from rating_choice
    ) as input_row
    left join dossier_choice
        on
            input_row.unit = dossier_choice.unit
            and input_row.code = dossier_choice.code
            and dossier_choice.choice = 1
            and not dossier_choice.is_ambiguous
    left join code_written on input_row.code = code_written.code
    where input_row.is_ambiguous or input_row.choice > 1 or dossier_choice.code is null
)

select
    file,
    sheet,
    row_number,
    code,
    kind,
    outcome
from final
order by
    file asc,
    sheet asc,
    row_number asc
