-- Numerators and denominators of the indicators that count dossiers, per period and finest scope
-- (DOMAIN.md, "How each is counted"). Only dossiers active in a period count for anything in it.
with final as (
    select
        period.period,
        dossier.unit,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure,
        count(*) filter (where dossier.is_timed) as on_time_denominator,
        count(*) filter (
            where dossier.is_timed
            and case
                when dossier.finished_on <= period.period_end then dossier.is_finished_in_time
                else dossier.due_on is null or dossier.due_on >= period.period_end
            end
        ) as on_time_numerator,
        count(*) filter (
            where dossier.received_on >= period.period_start and dossier.is_online is not null
        ) as online_denominator,
        count(*) filter (
            where dossier.received_on >= period.period_start and dossier.is_online
        ) as online_numerator,
        count(*) filter (
            where dossier.received_on >= period.period_start and dossier.owes_fee
        ) as online_payment_denominator,
        count(*) filter (
            where dossier.received_on >= period.period_start
            and dossier.owes_fee
            and dossier.paid_online_on <= period.period_end
        ) as online_payment_numerator,
        count(*) filter (
            where dossier.received_on >= period.period_start
        ) as digitization_denominator,
        count(*) filter (
            where dossier.received_on >= period.period_start
            and dossier.is_digitized
            and (dossier.digitized_on is null or dossier.digitized_on <= period.period_end)
        ) as digitization_numerator,
        count(*) filter (
            where dossier.finished_on between period.period_start and period.period_end
            and dossier.has_e_result is not null
        ) as e_result_denominator,
        count(*) filter (
            where dossier.finished_on between period.period_start and period.period_end
            and dossier.has_e_result
        ) as e_result_numerator
    from dossier
    inner join period
        on
            dossier.received_on <= period.period_end
            and (dossier.finished_on is null or dossier.finished_on >= period.period_start)
    group by
        period.period,
        dossier.unit,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure
)

select
    period,
    unit,
    official_key,
    field_key,
    procedure,
    on_time_denominator,
    on_time_numerator,
    online_denominator,
    online_numerator,
    online_payment_denominator,
    online_payment_numerator,
    digitization_denominator,
    digitization_numerator,
    e_result_denominator,
    e_result_numerator
from final
