-- materialization: view
-- Dossiers of [start, as_of] that owe a fee, do not count as paid online, and whose fee is paid in another
-- way: no online payment will come of them. Per unit and official, empty where nobody is named.
with final as (
    select
        dossier_mark.unit,
        coalesce(official_name.official, '') as official,
        count(*) as dossiers
    from dossier_mark
    left join official_name
        on
            dossier_mark.unit = official_name.unit
            and dossier_mark.official_key = official_name.official_key
    where
        dossier_mark.period = 'cumulative'
        and dossier_mark.online_payment = 0
        and dossier_mark.is_paid_otherwise
    group by
        dossier_mark.unit,
        coalesce(official_name.official, '')
)

select
    unit,
    official,
    dossiers
from final
order by
    unit asc,
    official asc
