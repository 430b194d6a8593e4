-- Months of the whole tree, of which the service remembers some.

-- name: country
-- Where both streams stand, which position moved each month last, and the sums of those months that are
-- not remembered as it left them, in one snapshot. $1 definition (`:class`), $2 key, [$3, $4) months, $5 and $6
-- remembered months and the positions that had moved them.
with standing as (
  select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
    coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
  from checkpoints
), moved as materialized (
  select m.month, m.moved, not exists (
      select from unnest($5::date[], $6::bigint[]) r (month, moved)
      where r.month = m.month and r.moved = m.moved) as anew
  from month_moves m where m.key = $2 and m.month >= $3 and m.month < $4
), unbuilt as (
  select m.unit, m.month from moved a join months m on m.key = $2 and m.month = a.month
  where a.anew and m.built < m.moved
  union
  select m.unit, m.month from moved a join months m on m.key = $2 and m.month = a.month
  where a.anew and m.adopted < :adopted
), stale as materialized (
  select m.unit, m.month, (m.month - interval '7 hours') at time zone 'UTC' as since,
    (m.month + interval '1 month' - interval '7 hours') at time zone 'UTC' as until
  from unbuilt m
), counted as (
  select c.month, c.class, c.n, c.assisted
  from moved a join month_cells c on c.definition = $1 and c.month = a.month
  where a.anew and not exists (select from stale s where s.unit = c.unit and s.month = c.month)
  union all
  select s.month, :class, 1, (:assisted)::integer
  from stale s
  join :table i on i.:unit = s.unit and i.:shown >= s.since and i.:shown < s.until
  where i.known_to = 9223372036854775807
), summed as (
  select month, class, sum(n)::bigint as n, sum(assisted)::bigint as assisted
  from counted where class is not null group by month, class
)
select s.catalog, s.submissions, true as has_unit, true as has_service, :counts as has_counted,
  a.month, a.moved, a.anew, f.class, f.n, f.assisted
from standing s left join moved a on true left join summed f on f.month = a.month

-- name: country_leaves
-- All leaves of each month, one after the other in the order of their units.
with :leaves
:by_part

-- name: country_month_leaves
-- The same of one month with many items.
with :month_of_many
:by_part

-- name: by_part
-- Not a statement: the end of both.
select part, array_agg(unit order by unit collate "C") as units,
  string_agg(leaf, ''::bytea order by unit collate "C") as leaves
from leaf group by part

-- name: country_kept
-- Months of definition $1 that are kept, whatever moved since.
select month, moved, classes, n, assisted from country_months where definition = $1

-- name: country_kept_leaves
-- Of definition $1 the months $2, as the positions $3 left them.
select c.month, c.units, c.leaves
from unnest($2::date[], $3::bigint[]) w (month, moved)
join country_months c on c.definition = $1 and c.month = w.month and c.moved = w.moved

-- name: country_keep
-- Unless the month has moved since $3.
insert into country_months as k (definition, month, moved, classes, n, assisted, units, leaves)
select $1::text, $2::date, $3::bigint, $4::smallint[], $5::bigint[], $6::bigint[], $7::text, $8::bytea
where exists (select from month_moves m where m.month = $2 and m.moved = $3)
on conflict (definition, month) do update set moved = excluded.moved, classes = excluded.classes, n = excluded.n,
  assisted = excluded.assisted, units = excluded.units, leaves = excluded.leaves
where k.moved < excluded.moved
