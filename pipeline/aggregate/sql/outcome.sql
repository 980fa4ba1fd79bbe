-- materialization: table
-- Rows of which only all inputs together can tell that they are duplicates, without a dossier, or
-- of more than one dossier.
with final as (
    select
        file,
        sheet,
        row_number,
        code,
        unit,
        'dossiers' as kind,
        case when is_ambiguous then 'ambiguous' else 'duplicate' end as outcome
    from dossier_choice
    where is_ambiguous or choice > 1
    union all
    select
        file,
        sheet,
        row_number,
        measure as code,
        unit,
        'portal' as kind,
        'duplicate' as outcome
    from portal_choice
    where choice > 1
    union all
    select
        input_row.file,
        input_row.sheet,
        input_row.row_number,
        input_row.code,
        input_row.unit,
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
    where input_row.is_ambiguous or input_row.choice > 1 or dossier_choice.code is null
)

select
    file,
    sheet,
    row_number,
    code,
    unit,
    kind,
    outcome
from final
