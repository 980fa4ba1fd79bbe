-- materialization: table
-- Who answers for a procedure and field of a unit where a dossier names nobody: by procedure, then
-- by field; an assignment with both must fit both (CONTRACT.md, Phân công).
with thing as (
    select distinct
        unit,
        coalesce(procedure, '') as procedure,
        coalesce(field_key, '') as field_key
    from dossier_choice
    where official_key is null and not is_ambiguous
),

fit as (
    select
        thing.unit,
        thing.procedure,
        thing.field_key,
        assignment.official,
        assignment.official_key,
        row_number() over (
            partition by thing.unit, thing.procedure, thing.field_key
            order by
                case when assignment.procedure = '' then 1 else 0 end asc,
                case when assignment.field_key = '' then 1 else 0 end asc,
                assignment.official_key asc
        ) as choice
    from thing
    inner join assignment
        on
            thing.unit = assignment.unit
            and (assignment.procedure = '' or assignment.procedure = thing.procedure)
            and (assignment.field_key = '' or assignment.field_key = thing.field_key)
),

final as (
    select
        unit,
        procedure,
        field_key,
        official,
        official_key
    from fit
    where choice = 1
)

select
    unit,
    procedure,
    field_key,
    official,
    official_key
from final
