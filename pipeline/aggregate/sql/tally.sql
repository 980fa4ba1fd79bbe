-- Every numerator and denominator in one long table, at the finest scope.
with final as (
    select period, unit, official_key, field_key, procedure, 'on_time' as indicator,
        on_time_numerator as numerator, on_time_denominator as denominator
    from dossier_count
    union all
    select period, unit, official_key, field_key, procedure, 'online' as indicator,
        online_numerator as numerator, online_denominator as denominator
    from dossier_count
    union all
    select period, unit, official_key, field_key, procedure, 'online_payment' as indicator,
        online_payment_numerator as numerator, online_payment_denominator as denominator
    from dossier_count
    union all
    select period, unit, official_key, field_key, procedure, 'digitization' as indicator,
        digitization_numerator as numerator, digitization_denominator as denominator
    from dossier_count
    union all
    select period, unit, official_key, field_key, procedure, 'e_result' as indicator,
        e_result_numerator as numerator, e_result_denominator as denominator
    from dossier_count
    union all
    select period, unit, official_key, field_key, procedure, 'satisfaction' as indicator,
        numerator, denominator
    from rating_count
    union all
    select period.period, publicity_count.unit, null as official_key, null as field_key,
        null as procedure, 'transparency' as indicator,
        publicity_count.numerator, publicity_count.denominator
    from publicity_count
    cross join period
    union all
    select period, unit, null as official_key, null as field_key, null as procedure,
        'services_with_dossiers' as indicator,
        coalesce(sum(services_with_dossiers), 0) as numerator,
        count(services_with_dossiers) as denominator
    from procedure_count
    group by period, unit
    union all
    select period, unit, null as official_key, null as field_key, null as procedure,
        'procedures_with_online_payment' as indicator,
        coalesce(sum(procedures_with_online_payment), 0) as numerator,
        count(procedures_with_online_payment) as denominator
    from procedure_count
    group by period, unit
)

select
    period,
    unit,
    official_key,
    field_key,
    procedure,
    indicator,
    numerator,
    denominator
from final
