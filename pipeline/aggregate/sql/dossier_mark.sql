-- What every dossier counts for in every period in which it was active: per indicator null (not in
-- the denominator), 0 (in the denominator alone) or 1 (in both) (DOMAIN.md, "How each is counted").
-- Where there is no export to tell (table evidence), there is no data rather than 0.
with final as (
    select
        period.period,
        period.period_end,
        dossier.unit,
        dossier.code,
        dossier.official_key,
        dossier.field_key,
        dossier.procedure,
        dossier.received_on,
        dossier.due_on,
        dossier.finished_on,
        dossier.is_online,
        dossier.has_components,
        dossier.has_result,
        dossier.file,
        dossier.sheet,
        dossier.row_number,
        case
            when not dossier.is_timed then null
            when dossier.finished_on <= period.period_end
                then case when dossier.is_finished_in_time then 1 else 0 end
            when dossier.due_on is null or dossier.due_on >= period.period_end then 1
            when dossier.is_never_late then 1
            else 0
        end as on_time,
        case
            when dossier.received_on < period.period_start or dossier.is_online is null then null
            when dossier.is_online then 1
            else 0
        end as online,
        case
            when dossier.received_on < period.period_start or not dossier.owes_fee then null
            when not evidence.has_payment_method then null
            when dossier.paid_online_on <= period.period_end then 1
            else 0
        end as online_payment,
        case
            when dossier.received_on < period.period_start then null
            when not evidence.has_digitization then null
            when dossier.is_digitized
                and (dossier.digitized_on is null or dossier.digitized_on <= period.period_end)
                then 1
            else 0
        end as digitization,
        case
            when dossier.has_e_result is null then null
            when dossier.finished_on is null then null
            when dossier.finished_on not between period.period_start and period.period_end
                then null
            when dossier.has_e_result then 1
            else 0
        end as e_result
    from dossier
    inner join period
        on
            dossier.received_on <= period.period_end
            and (dossier.finished_on is null or dossier.finished_on >= period.period_start)
    cross join evidence
)

select
    period,
    period_end,
    unit,
    code,
    official_key,
    field_key,
    procedure,
    received_on,
    due_on,
    finished_on,
    is_online,
    has_components,
    has_result,
    file,
    sheet,
    row_number,
    on_time,
    online,
    online_payment,
    digitization,
    e_result
from final
