-- materialization: table
-- One row per dossier that was accepted, with all that hangs on it. is_finished_in_time: by the plan's
-- So hạn theo, is_finished_by_day and is_finished_by_hour by either; is_waiting: waits, without an end in
-- any export; is_never_late: does so where the plan's Hồ sơ đang chờ says that such a dossier is on time
-- whatever its due date (DOMAIN.md).
with chosen as (
    select
        dossier_choice.*,
        answerable.official as answering_official,
        answerable.official_key as answering_official_key
    from dossier_choice
    left join answerable
        on
            dossier_choice.official_key is null
            and dossier_choice.unit = answerable.unit
            and coalesce(dossier_choice.procedure, '') = answerable.procedure
            and coalesce(dossier_choice.field_key, '') = answerable.field_key
    where
        dossier_choice.choice = 1
        and not dossier_choice.is_ambiguous
        and dossier_choice.is_accepted
),

digitization as (
    select
        unit,
        code,
        has_components,
        is_reused,
        has_result,
        digitized_on
    from digitization_choice
    where choice = 1 and not is_ambiguous
),

final as (
    select
        chosen.unit,
        chosen.code,
        chosen.procedure,
        chosen.field,
        chosen.field_key,
        chosen.village,
        chosen.village_key,
        coalesce(chosen.official, chosen.answering_official) as official,
        coalesce(chosen.official_key, chosen.answering_official_key) as official_key,
        chosen.received_on,
        chosen.finished_on,
        chosen.due_on,
        chosen.channel,
        chosen.is_online,
        chosen.has_e_result,
        chosen.has_due_column and chosen.has_end_columns as is_timed,
        chosen.due_on is null or chosen.finished_on <= chosen.due_on as is_finished_by_day,
        case
            when chosen.due_on is null then true
            when chosen.finished_at is not null and chosen.due_at is not null
                then chosen.finished_at <= chosen.due_at
            else chosen.finished_on <= chosen.due_on
        end as is_finished_by_hour,
        campaign.is_due_by_hour,
        campaign.is_waiting_on_time,
        chosen.is_waiting and chosen.finished_on is null as is_waiting,
        (chosen.is_fee_due or coalesce(payment_state.is_fee_due, 0) = 1)
        and not (chosen.is_exempt or coalesce(payment_state.is_exempt, 0) = 1) as owes_fee,
        payment_state.paid_online_on,
        payment_state.paid_otherwise_on,
        coalesce(digitization.has_components, false) as has_components,
        coalesce(digitization.is_reused, false) as is_reused,
        coalesce(digitization.has_result, false) as has_result,
        coalesce(digitization.has_components and digitization.has_result, false) as is_digitized,
        digitization.digitized_on,
        coalesce(procedure.is_service, false) as is_service,
        coalesce(procedure.is_full, false) as is_full,
        coalesce(procedure.has_fee, false) as has_fee,
        chosen.file,
        chosen.sheet,
        chosen.row_number
    from chosen
    cross join campaign
    left join payment_state
        on chosen.unit = payment_state.unit and chosen.code = payment_state.code
    left join digitization
        on chosen.unit = digitization.unit and chosen.code = digitization.code
    left join procedure on chosen.procedure = procedure.procedure
)

select
    unit,
    code,
    procedure,
    field,
    field_key,
    village,
    village_key,
    official,
    official_key,
    received_on,
    finished_on,
    due_on,
    channel,
    is_online,
    has_e_result,
    is_timed,
    case when is_due_by_hour then is_finished_by_hour else is_finished_by_day end
        as is_finished_in_time,
    is_finished_by_day,
    is_finished_by_hour,
    is_waiting,
    is_waiting_on_time and is_waiting as is_never_late,
    owes_fee,
    paid_online_on,
    paid_otherwise_on,
    has_components,
    is_reused,
    has_result,
    is_digitized,
    digitized_on,
    is_service,
    is_full,
    has_fee,
    file,
    sheet,
    row_number
from final
