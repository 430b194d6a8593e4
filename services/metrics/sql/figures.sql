-- Questions about figures of dossiers. Parameters, everywhere the same:
-- $1 definition, $2 unit ('' = whole tree), $3 alone, $4 service ('' = all), $5 as of when the tree of
-- units is meant.

-- name: figure
-- The whole answer from cells, in one statement and so one snapshot: where both streams stand, whether
-- scope and service exist there, the sums, and the last position that moved something around them.
-- [$6, $7) whole months; [$8, $9) the months around all that is asked; $10, $11 beginnings and ends of
-- other whole days (none when a service is named); $12 catalogue position asked for.
-- Places go to the cells as an array: joined, they would tempt the planner into reading all cells. What
-- they are is looked up by their number: the planner expects few of them, and would go through them all
-- for every cell.
with standing as (
  select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
    coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
  from checkpoints
), place as (
  select p.id from series p
  where p.definition = $1 and p.service = $4
    and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
      select b.unit from standing s cross join lateral subtree($2, $5, coalesce($12, s.catalog)) b))
), cell as (
  select p.membership, p.reason, c.position,
    case when c.day >= $6 and c.day < $7 then c.n else 0 end as n,
    case when c.day >= $6 and c.day < $7 then c.assisted else 0 end as assisted
  from month_cells c join series p on p.id = c.series
  where c.series = any(array(select id from place)) and c.day >= $8 and c.day < $9
  union all
  select p.membership, p.reason, c.position, c.n, c.assisted
  from unnest($10::date[], $11::date[]) odd (since, until)
  cross join lateral (
    select d.series, d.position, d.n, d.assisted from day_cells d
    where d.series = any(array(select id from place)) and d.day >= odd.since and d.day < odd.until
  ) c
  join series p on p.id = c.series
), summed as (
  select membership, reason, sum(n)::bigint as n, sum(assisted)::bigint as assisted,
    max(position) as position
  from cell group by membership, reason
)
select s.catalog, s.submissions,
  $2 = '' or exists (
    select from unit_places u where u.unit = $2 and u.known_from <= coalesce($12, s.catalog)) as has_unit,
  $4 = '' or exists (
    select from service_versions v
    where v.service = $4 and v.known_from <= coalesce($12, s.catalog)) as has_service,
  f.membership, f.reason, f.n, f.assisted, f.position
from standing s left join summed f on true

-- name: standing
-- $1 unit, $2 service, $3 catalogue position asked for.
with standing as (
  select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
    coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
  from checkpoints
)
select s.catalog, s.submissions,
  $1 = '' or exists (
    select from unit_places u where u.unit = $1 and u.known_from <= coalesce($3, s.catalog)) as has_unit,
  $2 = '' or exists (
    select from service_versions v
    where v.service = $2 and v.known_from <= coalesce($3, s.catalog)) as has_service
from standing s

-- name: lowest_catalog
-- The catalogue position that everything up to $1 of submissions was decided on, at the highest.
select coalesce(max(catalog_position), 0) as lowest from marks where position <= $1

-- name: has_children
-- $1 unit, $2 as of when, $3 catalogue position.
select exists (select from subtree($1, $2, $3) s where s.unit <> $1)

-- name: first_and_last
-- The first and last local month with an item that counts, of a unit that lay in the subtree at any
-- time; $5 catalogue position. What is excluded (3) never makes a period longer.
select min(c.day) as first, max(c.day) as last
from series p join month_cells c on c.series = p.id and c.n > 0
where p.definition = $1 and p.service = $4 and p.membership <> 3
  and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
    select a.unit from ancestry a where a.ancestor = $2
      and a.known_from <= $5 and (a.known_to is null or a.known_to > $5)))

-- name: units_with_items
-- Units of the subtree that have, or had at position $9 of submissions, an item in a month of [$6, $7).
-- $8 catalogue position, $10 the last unit of the page before, $11 how many.
select distinct p.unit as name
from series p join month_cells c on c.series = p.id and c.day >= $6 and c.day < $7
where p.definition = $1 and p.service = $4 and p.unit > $10 and (c.n > 0 or c.position > $9)
  and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
    select s.unit from subtree($2, $5, $8) s))
order by p.unit limit $11

-- name: services_with_items
-- The same by service; $4, when given, is the only one.
select distinct p.service as name
from series p join month_cells c on c.series = p.id and c.day >= $6 and c.day < $7
where p.definition = $1 and p.service > $10 and p.service <> '' and ($4 = '' or p.service = $4)
  and (c.n > 0 or c.position > $9)
  and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
    select s.unit from subtree($2, $5, $8) s))
order by p.service limit $11
