-- materialization: table
-- Where rows belong that name a unit, but not the one whose dossier they are of
-- (docs/decisions/06-units.md). Within one line of the tree, from a unit up to the top, the same code is the same
-- dossier, and its home is the lowest unit that names it in a dossier export (where none has it, in
-- any). A unit's row of a code belongs to the home at or below it; of several homes nobody knows which is
-- meant (unit is null). What only hangs on a dossier follows a home above, where there
-- is none below.
with dossier_named as (
    select distinct
        dossier_row.code,
        dossier_row.unit
    from doubtful_code
    inner join dossier_row on doubtful_code.code = dossier_row.code
),

hanging as (
    select payment_row.code, payment_row.unit
    from doubtful_code
    inner join payment_row on doubtful_code.code = payment_row.code
    where payment_row.unit is not null
    union distinct
    select digitization_row.code, digitization_row.unit
    from doubtful_code
    inner join digitization_row on doubtful_code.code = digitization_row.code
    where digitization_row.unit is not null
    union distinct
    select rating_row.code, rating_row.unit
    from doubtful_code
    inner join rating_row on doubtful_code.code = rating_row.code
    where rating_row.unit is not null
),

known as (
    select distinct code
    from dossier_named
),

naming as (
    select code, unit
    from dossier_named
    union all
    select hanging.code, hanging.unit
    from hanging
    left join known on hanging.code = known.code
    where known.code is null
),

named as (
    select code, unit
    from dossier_named
    union distinct
    select code, unit
    from hanging
),

-- units that name what a unit below them names, too
above_another as (
    select distinct
        upper_naming.code,
        upper_naming.unit
    from naming as upper_naming
    inner join naming as lower_naming
        on upper_naming.code = lower_naming.code and upper_naming.unit <> lower_naming.unit
    inner join lineage
        on upper_naming.unit = lineage.ancestor and lower_naming.unit = lineage.descendant
),

home as (
    select
        naming.code,
        naming.unit
    from naming
    left join above_another
        on naming.code = above_another.code and naming.unit = above_another.unit
    where above_another.code is null
),

below as (
    select
        named.code,
        named.unit as named_unit,
        count(*) as homes,
        min(home.unit) as unit
    from named
    inner join home on named.code = home.code
    inner join lineage on named.unit = lineage.ancestor and home.unit = lineage.descendant
    group by
        named.code,
        named.unit
),

-- never more than one: no home is above another
above as (
    select
        named.code,
        named.unit as named_unit,
        home.unit
    from named
    inner join home on named.code = home.code and named.unit <> home.unit
    inner join lineage on home.unit = lineage.ancestor and named.unit = lineage.descendant
),

final as (
    select
        named.code,
        named.unit as named_unit,
        case
            when below.homes = 1 then below.unit
            when below.homes is null then above.unit
        end as unit
    from named
    left join below on named.code = below.code and named.unit = below.named_unit
    left join above on named.code = above.code and named.unit = above.named_unit
    where
        below.homes > 1
        or below.unit <> named.unit
        or (below.homes is null and above.unit is not null)
)

select
    code,
    named_unit,
    unit
from final
