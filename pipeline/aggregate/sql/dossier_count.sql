-- Numerators and denominators of the indicators that count dossiers, per period and finest scope.
with final as (
    select
        period,
        unit,
        official_key,
        field_key,
        procedure,
        count(on_time) as on_time_denominator,
        coalesce(sum(on_time), 0) as on_time_numerator,
        count(online) as online_denominator,
        coalesce(sum(online), 0) as online_numerator,
        count(online_payment) as online_payment_denominator,
        coalesce(sum(online_payment), 0) as online_payment_numerator,
        count(digitization) as digitization_denominator,
        coalesce(sum(digitization), 0) as digitization_numerator,
        count(e_result) as e_result_denominator,
        coalesce(sum(e_result), 0) as e_result_numerator
    from dossier_mark
    group by
        period,
        unit,
        official_key,
        field_key,
        procedure
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
