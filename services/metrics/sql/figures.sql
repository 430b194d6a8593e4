-- Questions about figures as they are now, of any kind of items. Parameters, everywhere the same:
-- $1 definition, $2 unit ('' = whole tree), $3 alone, $4 what items are chosen by ('{}' = all), as
-- `filters.sql` reads it (`:chosen4`: by $4), $5 as of when the tree of
-- units is meant, $6 the key. `:class` is the definition; `:table`, `:unit`, `:shown` and the
-- like are the columns of its kind and key (`queries/storage.py`).

-- name: figure
-- The whole answer in one statement and so one snapshot: where both streams stand, whether scope and
-- service exist there, the sums by month and class, and the last position that moved a month around
-- them. Fresh months come from cells, stale ones, cut ones and those of chosen items from items.
-- [$7, $8) whole months; [$9, $10) the months around all that is asked; $11, $12 beginnings and ends of
-- instants in other months; $13 catalogue position asked for. `has_counted`: counted facts may have to be
-- added, which are read by themselves.
with standing as (
  select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
    coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
  from checkpoints
), around as materialized (
  select m.unit, m.month, m.moved, m.built >= m.moved and m.adopted >= :adopted and $4::jsonb = '{}' as fresh,
    m.month >= $7 and m.month < $8 as whole
  from months m
  where m.key = $6 and m.month >= $9 and m.month < $10
    and ($2 = '' or m.unit = any(array(
      select n.number from standing s cross join lateral :within($2, $3, $5, coalesce($13, s.catalog)) u
      join names n on n.name = u.unit)))
), piece as (
  select a.unit, a.month, greatest(span.since, (a.month - interval '7 hours') at time zone 'UTC') as since,
    least(span.until, (a.month + interval '1 month' - interval '7 hours') at time zone 'UTC') as until
  from around a
  cross join lateral (
    select '-infinity'::timestamptz as since, 'infinity'::timestamptz as until where a.whole and not a.fresh
    union all
    select o.since, o.until from unnest($11::timestamptz[], $12::timestamptz[]) o (since, until)
    where not a.whole
  ) span
), counted as (
  select c.month, c.class, c.n, c.assisted
  from around a join month_cells c on c.definition = $1 and c.unit = a.unit and c.month = a.month
  where a.whole and a.fresh
  union all
  select p.month, :class, 1, (:assisted)::integer
  from piece p
  cross join lateral (
    select * from :table i
    where i.:unit = p.unit and i.:shown >= p.since and i.:shown < p.until
      and i.known_to = 9223372036854775807 and (:chosen4)
  ) i
), summed as (
  select month, class, sum(n)::bigint as n, sum(assisted)::bigint as assisted
  from counted where class is not null group by month, class
)
select s.catalog, s.submissions,
  $2 = '' or exists (
    select from unit_places u where u.unit = $2 and u.known_from <= coalesce($13, s.catalog)) as has_unit,
  $4 -> 'of_service' is null or exists (
    select from service_versions v
    where v.service = $4 ->> 'of_service' and v.known_from <= coalesce($13, s.catalog)) as has_service,
  (select max(moved) from around) as moved, :counts as has_counted,
  f.month, f.class, f.n, f.assisted
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

-- name: first_and_last
-- The first and last local month with an item that counts, of a unit that lay in the subtree at any
-- time; $5 catalogue position. What is excluded (classes $7 to $8) never makes a period longer.
with around as materialized (
  select m.unit, m.month, m.built >= m.moved and m.adopted >= :adopted and $4::jsonb = '{}' as fresh
  from months m
  where m.key = $6 and ($2 = '' or m.unit = any(array(
    select n.number from :ever($2, $3, $5) u join names n on n.name = u.unit)))
), counting as (
  select a.month from around a join month_cells c
    on c.definition = $1 and c.unit = a.unit and c.month = a.month
  where a.fresh and not c.class between $7 and $8
  union all
  select a.month from around a
  cross join lateral (
    select from :table i
    where i.:unit = a.unit and i.:shown >= (a.month - interval '7 hours') at time zone 'UTC'
      and i.:shown < (a.month + interval '1 month' - interval '7 hours') at time zone 'UTC'
      and i.known_to = 9223372036854775807 and (:chosen4)
      and not :class between $7 and $8
    limit 1
  ) i
  where not a.fresh
)
select min(month) as first, max(month) as last from counting

-- name: units_with_items
-- Units of the subtree with an item in a month of [$6, $7). $1 to $5: unit, alone, chosen by, as of when the
-- tree is meant, key; $8 and $9 positions of catalogue and submissions, $10 the last unit of the page
-- before, $11 how many. One after the other in the order of names, so that a page costs what it holds.
with month as materialized (
  select v.month, (v.month - interval '7 hours') at time zone 'UTC' as since,
    (v.month + interval '1 month' - interval '7 hours') at time zone 'UTC' as until
  from month_moves v where v.key = $5 and v.month >= $6 and v.month < $7
)
select n.name
from (
  select m.name, m.number from names m
  where m.name > $10 and starts_with(m.name, 'units/')
    and ($1 = '' or m.name in (select u.unit from :within($1, $2, $4, $8) u))
  order by m.name offset 0
) n
cross join lateral (
  select from month t
  cross join lateral (
    select from months m where m.key = $5 and m.month = t.month and m.unit = n.number limit 1
  ) m
  cross join lateral (
    select from :table i
    where i.:unit = n.number and i.:shown >= t.since and i.:shown < t.until
      and i.known_from <= $9 and i.known_to > $9 and (:chosen3)
    limit 1
  ) i
  limit 1
) found
order by n.name limit $11

-- name: units_in_scope
-- The units of a subtree ($1; '': all) as of $2, as known at position $3 of the catalogue, after $4; $5 how
-- many. Each unit is an ancestor of itself.
select distinct a.unit
from ancestry a
where ($1 = '' or a.ancestor = $1) and a.effective_from < $2 and a.effective_to >= $2
  and a.known_from <= $3 and (a.known_to is null or a.known_to > $3) and a.unit > $4
order by a.unit limit $5

-- name: named_with_items
-- The same by the number of a name: a service's or that of another dimension; `unknown` where there is none.
select distinct coalesce(s.name, 'unknown') as name
from months m
join names n on n.number = m.unit
cross join lateral (
  select distinct (:number) as number from :table i
  where i.:unit = m.unit and i.:shown >= (m.month - interval '7 hours') at time zone 'UTC'
    and i.:shown < (m.month + interval '1 month' - interval '7 hours') at time zone 'UTC'
    and i.known_from <= $9 and i.known_to > $9 and (:chosen3)
) i
left join names s on s.number = i.number
where m.key = $5 and m.month >= $6 and m.month < $7
  and coalesce(s.name, 'unknown') > $10
  and ($1 = '' or n.name in (select u.unit from :within($1, $2, $4, $8) u))
order by name limit $11
