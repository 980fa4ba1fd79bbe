-- materialization: view
-- What the rating that counts for a dossier in a period counts for, as marks/<indicator>.sql say.
with final as (
    select
        {rating.mark} as {rating},
        rating_period.*
    from rating_period
)

select
    period,
    unit,
    code,
    rating_rank,
    has_dossier,
    official_key,
    field_key,
    procedure,
    {rating},
    file,
    sheet,
    row_number
from final
