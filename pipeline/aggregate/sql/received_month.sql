-- materialization: view
-- In which months accepted dossiers were received, per unit: whether exports cover a year. A row twice
-- makes no difference.
with final as (
    select
        unit,
        extract(year from received_on) as received_year,
        extract(month from received_on) as received_month,
        count(*) as rows_received
    from dossier_row
    where is_accepted and received_on is not null and unit is not null
    group by
        unit,
        extract(year from received_on),
        extract(month from received_on)
)

select
    unit,
    received_year,
    received_month,
    rows_received
from final
order by
    unit asc,
    received_year asc,
    received_month asc
