-- materialization: table
-- Dossiers that count as on time in [start, as_of] but were disliked: what the portal's formula of
-- satisfaction takes off besides those overdue (DOMAIN.md, dossier_satisfaction). Chưa hài lòng and
-- Không hài lòng dislike. A dossier both overdue and disliked is taken off once. Read from the detail
-- that the report has already written: its marks are worked out once.
with final as (
    select
        unit_code as unit,
        count(*) as disliked
    from detail_now
    where on_time = 1 and rating_rank >= 3
    group by unit_code
)

select
    unit,
    disliked
from final
order by unit asc
