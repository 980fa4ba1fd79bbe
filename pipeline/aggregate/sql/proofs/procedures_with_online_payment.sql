-- materialization: view
-- The first successful online payment in the period, of each procedure.
with paid as (
    select
        dossier.unit,
        dossier.procedure,
        payment_choice.file,
        payment_choice.sheet,
        payment_choice.row_number,
        row_number() over (
            partition by dossier.unit, dossier.procedure
            order by
                payment_choice.paid_on asc,
                payment_choice.paid_at asc nulls last,
                payment_choice.file asc,
                payment_choice.sheet asc,
                payment_choice.row_number asc
        ) as place
    from payment_choice
    inner join dossier
        on payment_choice.unit = dossier.unit and payment_choice.code = dossier.code
    inner join detail_period
        on payment_choice.paid_on between detail_period.period_start and detail_period.period_end
    where
        payment_choice.choice = 1
        and not payment_choice.is_ambiguous
        and payment_choice.is_paid
        and payment_choice.is_online
),

final as (
    select
        unit,
        procedure as counted,
        'payments' as kind,
        file,
        sheet,
        row_number
    from paid
    where place = 1
)

select
    unit,
    counted,
    kind,
    file,
    sheet,
    row_number
from final
