-- In which months accepted dossiers were received, per unit: whether exports cover a year.
with final as (
    select
        unit,
        extract(year from received_on) as received_year,
        extract(month from received_on) as received_month,
        count(*) as dossiers
    from dossier_choice
    where choice = 1 and is_accepted and received_on is not null
    group by
        unit,
        extract(year from received_on),
        extract(month from received_on)
)

select
    unit,
    received_year,
    received_month,
    dossiers
from final
order by
    unit asc,
    received_year asc,
    received_month asc
