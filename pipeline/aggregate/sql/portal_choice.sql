-- materialization: table
-- Every portal figure with its rank among those of the same unit, measure and day; 1 is chosen. A
-- fraction beats a rate alone, then the larger denominator, then the worse numerator (no flattery).
with final as (
    select
        file,
        sheet,
        row_number,
        unit,
        measure,
        numerator,
        denominator,
        rate_bp,
        figure_on,
        row_number() over (
            partition by unit, measure, figure_on
            order by
                denominator desc nulls last,
                numerator asc nulls last,
                rate_bp asc nulls last,
                file asc,
                sheet asc,
                row_number asc
        ) as choice
    from portal_row
)

select
    file,
    sheet,
    row_number,
    unit,
    measure,
    numerator,
    denominator,
    rate_bp,
    figure_on,
    choice
from final
