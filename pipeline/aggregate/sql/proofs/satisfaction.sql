-- materialization: view
-- The rating that decides of each dossier, whichever way: its latest inside the period.
with final as (
    select
        detail_rating_mark.unit,
        coalesce(code_written.written, detail_rating_mark.code) as counted,
        'ratings' as kind,
        detail_rating_mark.file,
        detail_rating_mark.sheet,
        detail_rating_mark.row_number
    from detail_rating_mark
    left join code_written on detail_rating_mark.code = code_written.code
)

select
    unit,
    counted,
    kind,
    file,
    sheet,
    row_number
from final
