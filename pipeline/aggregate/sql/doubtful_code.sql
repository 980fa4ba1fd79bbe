-- materialization: table
-- Codes that a unit with others below it names in any export: a dossier of a unit below may be meant.
-- Empty where only units at the foot of the tree send exports, and in a plan without a tree.
with upper_unit as (
    select distinct ancestor as unit
    from lineage
    where ancestor <> descendant
),

named as (
    select dossier_row.code
    from dossier_row
    inner join upper_unit on dossier_row.unit = upper_unit.unit
    union all
    select payment_row.code
    from payment_row
    inner join upper_unit on payment_row.unit = upper_unit.unit
    union all
    select digitization_row.code
    from digitization_row
    inner join upper_unit on digitization_row.unit = upper_unit.unit
    union all
    select rating_row.code
    from rating_row
    inner join upper_unit on rating_row.unit = upper_unit.unit
),

final as (
    select distinct code
    from named
)

select code
from final
