-- Counted facts and standards: items of a period, which count where a question holds all of it. $1 unit
-- ('' = whole tree), $2 alone, $3 what items are chosen by ('{}' = all), $4 as of when the tree of units is meant, $5 and $6
-- instants [since, until), $7 catalogue position, $8 submissions position. `:counted` are the rows of
-- the kind and key, as items of the definition `:class`, `:value` that of a dimension that is asked for.

-- name: counted
-- Not a statement: others begin with it. Whole are those within the instants.
item as (
  select i.id, i.unit, i.service, i.start_at, i.end_at, i.n, i.assisted, i.known_from, :class as class,
    :value as value,
    i.start_at >= $5 and i.end_at <= $6 as whole
  from (:counted) i
  where i.start_at < $6 and i.end_at > $5 and i.known_from <= $8 and i.known_to > $8
    and (:chosen3)
    and ($1 = '' or i.unit = any(array(
      select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit)))
)

-- name: any_counted
-- Whether facts of the kind may be counted at all.
select :counts as any

-- name: counted_sums
-- By class; class 0: what the instants cut, which can be attributed to none. Sums are numeric: thousands of the
-- counts that 0.1.0 took exceed 63 bits.
with :counted_items
select case when whole then class else 0 end as class, sum(n) as n,
  coalesce(sum(n) filter (where assisted), 0) as assisted
from item where class is not null group by 1

-- name: counted_items_known
with :counted_items
select i.id::text as id, u.name as unit, s.name as service, i.class, i.n, i.start_at, i.end_at,
  i.known_from, coalesce(o.source, '') as source, coalesce(o.key, '') as source_key
from item i
join names u on u.number = i.unit
join names s on s.number = i.service
left join origins o on o.item = i.id
where i.whole and i.class is not null
order by u.name collate "C", i.start_at, i.end_at, i.id

-- name: counted_facts
-- Those that the instants cut, too.
with :counted_items
select i.id::text as id, u.name as unit, i.class, i.n, coalesce(i.assisted, false) as assisted, i.start_at, i.end_at, i.whole
from item i
join names u on u.number = i.unit
where i.class is not null

-- name: counted_values
-- Of each value $9 of a dimension, in one statement, those that the instants cut, too.
with wanted as materialized (
  :wanted
), :counted_items
select w.name as value, i.id::text as id, u.name as unit, i.class, i.n, coalesce(i.assisted, false) as assisted,
  i.start_at, i.end_at, i.whole
from item i
join wanted w on w.value = i.value
join names u on u.number = i.unit
where i.class is not null

-- name: counted_first_and_last
-- Of those that count: from the first begin to the last end; excluded are the classes $9 to $10.
with :counted_items
select min(start_at) as first, max(end_at) as last from item where not class between $9 and $10
