-- Dossiers that count as on time in [start, as_of] but were disliked: what the portal's formula of
-- satisfaction takes off besides those overdue (DOMAIN.md, dossier_satisfaction). Chưa hài lòng and
-- Không hài lòng dislike. A dossier both overdue and disliked is taken off once.
with disliked as (
    select
        unit,
        code
    from rating_mark
    where period = 'cumulative' and has_dossier and rating_rank >= 3
),

final as (
    select
        dossier_mark.unit,
        count(*) as disliked
    from dossier_mark
    inner join disliked
        on dossier_mark.unit = disliked.unit and dossier_mark.code = disliked.code
    where dossier_mark.period = 'cumulative' and dossier_mark.on_time = 1
    group by dossier_mark.unit
)

select
    unit,
    disliked
from final
order by unit asc
