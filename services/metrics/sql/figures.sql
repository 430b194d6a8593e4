-- Questions about figures of dossiers. Parameters, everywhere the same:
-- $1 definition, $2 unit ('' = whole tree), $3 alone, $4 service ('' = all).

-- name: figure
-- The whole answer from cells, in one statement and so one snapshot: where both streams stand, whether
-- scope and service exist there, the sums, and the last position that moved something around them.
-- [$5, $6) whole months; [$7, $8) the months around all that is asked; $9, $10 beginnings and ends of
-- other whole days (none when a service is named); $11 catalogue position asked for.
-- Places go to the cells as an array: joined, they would tempt the planner into reading all cells.
with standing as (
  select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
    coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
  from checkpoints
), place as (
  select p.id, p.membership, p.reason from series p
  where p.definition = $1 and p.service = $4
    and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
      select a.unit from ancestry a, standing s
      where a.ancestor = $2 and a.known_from <= coalesce($11, s.catalog)))
), cell as (
  select p.membership, p.reason, c.position,
    case when c.day >= $5 and c.day < $6 then c.n else 0 end as n,
    case when c.day >= $5 and c.day < $6 then c.assisted else 0 end as assisted
  from month_cells c join place p on p.id = c.series
  where c.series = any(array(select id from place)) and c.day >= $7 and c.day < $8
  union all
  select p.membership, p.reason, c.position, c.n, c.assisted
  from unnest($9::date[], $10::date[]) odd (since, until)
  cross join lateral (
    select d.series, d.position, d.n, d.assisted from day_cells d
    where d.series = any(array(select id from place)) and d.day >= odd.since and d.day < odd.until
  ) c
  join place p on p.id = c.series
), summed as (
  select membership, reason, sum(n)::bigint as n, sum(assisted)::bigint as assisted,
    max(position) as position
  from cell group by membership, reason
)
select s.catalog, s.submissions,
  $2 = '' or exists (
    select from units u where u.unit = $2 and u.known_from <= coalesce($11, s.catalog)) as has_unit,
  $4 = '' or exists (
    select from service_versions v
    where v.service = $4 and v.known_from <= coalesce($11, s.catalog)) as has_service,
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
    select from units u where u.unit = $1 and u.known_from <= coalesce($3, s.catalog)) as has_unit,
  $2 = '' or exists (
    select from service_versions v
    where v.service = $2 and v.known_from <= coalesce($3, s.catalog)) as has_service
from standing s

-- name: lowest_catalog
-- The catalogue position that everything up to $1 of submissions was decided on, at the highest.
select coalesce(max(catalog_position), 0) as lowest from marks where position <= $1

-- name: has_children
-- $1 unit, $2 catalogue position.
select exists (select from ancestry where ancestor = $1 and unit <> $1 and known_from <= $2)

-- name: first_and_last
-- The first and last local month with an item; $5 catalogue position.
select min(c.day) as first, max(c.day) as last
from series p join month_cells c on c.series = p.id and c.n > 0
where p.definition = $1 and p.service = $4
  and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
    select a.unit from ancestry a where a.ancestor = $2 and a.known_from <= $5))

-- name: units_with_items
-- Units of the subtree that have, or had at position $8 of submissions, an item in a month of [$5, $6).
-- $7 catalogue position, $9 the last unit of the page before, $10 how many.
select distinct p.unit as name
from series p join month_cells c on c.series = p.id and c.day >= $5 and c.day < $6
where p.definition = $1 and p.service = $4 and p.unit > $9 and (c.n > 0 or c.position > $8)
  and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
    select a.unit from ancestry a where a.ancestor = $2 and a.known_from <= $7))
order by p.unit limit $10

-- name: services_with_items
-- The same by service; $4, when given, is the only one.
select distinct p.service as name
from series p join month_cells c on c.series = p.id and c.day >= $5 and c.day < $6
where p.definition = $1 and p.service > $9 and p.service <> '' and ($4 = '' or p.service = $4)
  and (c.n > 0 or c.position > $8)
  and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
    select a.unit from ancestry a where a.ancestor = $2 and a.known_from <= $7))
order by p.service limit $10
