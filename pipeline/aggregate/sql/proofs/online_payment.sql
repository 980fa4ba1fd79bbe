-- materialization: view
-- The online payment that each dossier counts for: its first with success, in time for the period.
with paid as (
    select
        payment_choice.unit,
        payment_choice.code,
        payment_choice.file,
        payment_choice.sheet,
        payment_choice.row_number,
        row_number() over (
            partition by payment_choice.unit, payment_choice.code
            order by
                payment_choice.paid_on asc,
                payment_choice.paid_at asc nulls last,
                payment_choice.file asc,
                payment_choice.sheet asc,
                payment_choice.row_number asc
        ) as place
    from payment_choice
    inner join detail_period on payment_choice.paid_on <= detail_period.period_end
    where
        payment_choice.choice = 1
        and not payment_choice.is_ambiguous
        and payment_choice.is_paid
        and payment_choice.is_online
),

final as (
    select
        paid.unit,
        coalesce(code_written.written, paid.code) as counted,
        'payments' as kind,
        paid.file,
        paid.sheet,
        paid.row_number
    from paid
    left join code_written on paid.code = code_written.code
    where paid.place = 1
)

select
    unit,
    counted,
    kind,
    file,
    sheet,
    row_number
from final
