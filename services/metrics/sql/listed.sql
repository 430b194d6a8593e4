-- Questions as known at any position, and of many units at once: `alone_…` each by itself, `below_…` each with all below it ('': the
-- whole tree); `value_…` each value of a dimension. $1 to $9 as in `items.sql`.

-- name: counted_apart
-- Not a statement: others begin with it. Sums of units: cells where nothing moved a month after them, nor
-- after the position asked for; items as known there for all others. $10 the definition with cells ('': without),
-- [$11, $12) the months around the instants.
around as materialized (
  select m.unit, m.month, greatest(b.begins, $5) as since, least(b.ends, $6) as until,
    $10 <> '' and $3::jsonb = '{}' and m.built >= m.moved and m.adopted >= :adopted and m.moved <= $8 and b.begins >= $5 and b.ends <= $6
      as fresh
  from months m
  cross join lateral (
    select (m.month - interval '7 hours') at time zone 'UTC' as begins,
      (m.month + interval '1 month' - interval '7 hours') at time zone 'UTC' as ends
  ) b
  where m.key = $9 and m.month >= $11::date and m.month < $12::date and :only and ($1 = '' or m.unit = any(array(
    select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit)))
), counted as (
  select a.unit, c.class, c.n, c.assisted
  from around a join month_cells c on c.definition = $10 and c.unit = a.unit and c.month = a.month
  where a.fresh and c.month >= $11::date and c.month < $12::date
  union all
  select a.unit, i.class, 1, i.assisted::integer
  from around a
  cross join lateral (
    select :class as class, :assisted as assisted from :table i
    where i.:unit = a.unit and i.:shown >= a.since and i.:shown < a.until
      and i.known_from <= $8 and i.known_to > $8
      and (:chosen3)
  ) i
  where not a.fresh
), apart as (
  select n.name as unit, c.class, c.n, c.assisted
  from (
    select unit, class, sum(n)::bigint as n, sum(assisted)::bigint as assisted
    from counted where class is not null group by unit, class
  ) c
  join names n on n.number = c.unit
)

-- name: counts_known
with :counted_apart
select class, sum(n)::bigint as n, sum(assisted)::bigint as assisted from apart group by class

-- name: country_units
-- Sums of each unit of the whole tree in one month, as known at any position: they are remembered. Unit by unit, in one row: to
-- read a row a unit takes the process five times as long. $1 definition, $2 key, $3 month, [$4, $5) its instants, $6 submissions
-- position. Cells are one range: those of units that are behind are left out; those of all others would be looked up unit by unit.
with around as materialized (
  select m.unit, m.built >= m.moved and m.adopted >= :adopted and m.moved <= $6 as fresh
  from months m where m.key = $2 and m.month = $3
), counted as (
  select c.unit, c.class, c.n, c.assisted
  from month_cells c
  where c.definition = $1 and c.month = $3 and not exists (select from around a where a.unit = c.unit and not a.fresh)
  union all
  select a.unit, i.class, count(*), count(*) filter (where i.assisted)
  from around a
  cross join lateral (
    select :class as class, :assisted as assisted from :table i
    where i.:unit = a.unit and i.:shown >= $4 and i.:shown < $5 and i.known_from <= $6 and i.known_to > $6
  ) i
  where not a.fresh and i.class is not null
  group by a.unit, i.class
)
select array_agg(c.name) as units, array_agg(c.class) as classes, array_agg(c.n) as n, array_agg(c.assisted) as assisted
from (
  select n.name, c.class, c.n, c.assisted from counted c join names n on n.number = c.unit order by c.unit
) c

-- name: of_units
-- Not a statement: others begin with it. Sums and leaves of units, of which items are read once for both. $10 to $15 as in
-- `leaves.sql`, $16 the units.
:leaves, counted as (
  select p.unit, c.class, c.n, c.assisted
  from piece p join month_cells c on c.definition = $10 and c.unit = p.unit and c.month = p.month
  where p.kept and c.month >= $13::date and c.month < $14::date
  union all
  select unit, class, count(*), count(*) filter (where assisted) from line where class is not null group by unit, class
), apart as (
  select n.name as unit, c.class, c.n, c.assisted
  from (
    select unit, class, sum(n)::bigint as n, sum(assisted)::bigint as assisted from counted group by unit, class
  ) c
  join names n on n.number = c.unit
)

-- name: alone_figures
-- Sums by class, and in a row without a class the digest.
with :of_units
select unit, class, n, assisted, '' as digest from apart
union all
select unit, null, null, null, encode(sha256(convert_to(string_agg(
  unit || e'\t' || part || e'\t' || encode(leaf, 'hex') || e'\n', '' order by part collate "C"), 'UTF8')), 'hex')
from leaf group by unit

-- name: below_figures
with :of_units, held as materialized (
  select a.ancestor as scope, a.unit from ancestry a
  where a.ancestor = any($16::text[]) and a.effective_from < $4 and a.effective_to >= $4
    and a.known_from <= $7 and (a.known_to is null or a.known_to > $7)
  union all
  select '', n.name from names n where '' = any($16::text[])
)
select h.scope as unit, s.class, sum(s.n)::bigint as n, sum(s.assisted)::bigint as assisted, '' as digest
from held h join apart s on s.unit = h.unit
group by h.scope, s.class
union all
select h.scope, null, null, null, encode(sha256(convert_to(string_agg(
  l.unit || e'\t' || l.part || e'\t' || encode(l.leaf, 'hex') || e'\n', ''
  order by l.unit collate "C", l.part collate "C"), 'UTF8')), 'hex')
from held h join leaf l on l.unit = h.unit
group by h.scope

-- name: value_figures
-- The sums and the digest of each value $14 of a dimension: the items are read once for all of them. [$10, $11)
-- the months around the instants, $12 and $13 each class and how lines go on with it after the id. $15 to $18:
-- value, unit, part and leaf of counted facts, which are read by themselves.
with wanted as materialized (
  :wanted
), around as materialized (
  select m.unit, m.month, greatest((m.month - interval '7 hours') at time zone 'UTC', $5) as since,
    least((m.month + interval '1 month' - interval '7 hours') at time zone 'UTC', $6) as until
  from months m
  where m.key = $9 and m.month >= $10::date and m.month < $11::date and ($1 = '' or m.unit = any(array(
    select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit)))
), item as materialized (
  select w.name as value, a.unit, a.month, i.id, i.class, i.assisted
  from around a
  cross join lateral (
    select :value as value, :item as id, :class as class, :assisted as assisted from :table i
    where i.:unit = a.unit and i.:shown >= a.since and i.:shown < a.until
      and i.known_from <= $8 and i.known_to > $8
      and (:chosen3)
    offset 0 -- or the value would be found again for what it is joined with
  ) i
  join wanted w on w.value = i.value
  where i.class is not null
), leaf as (
  select i.value, i.unit, i.month, encode(sha256(convert_to(string_agg(
    :kind || e'\t' || :prefix || i.id || e'\t' || w.words || e'\n', '' order by i.id), 'UTF8')), 'hex') as leaf
  from item i join unnest($12::smallint[], $13::text[]) w (class, words) on w.class = i.class
  group by i.value, i.unit, i.month
)
select i.value, i.class, count(*) as n, count(*) filter (where i.assisted) as assisted, '' as digest
from item i
group by i.value, i.class
union all
select l.value, null, 0, 0, encode(sha256(convert_to(string_agg(
  l.unit || e'\t' || l.part || e'\t' || l.leaf || e'\n', ''
  order by l.unit collate "C", l.part collate "C"), 'UTF8')), 'hex')
from (
  select l.value, n.name as unit, to_char(l.month, 'YYYY-MM') as part, l.leaf
  from leaf l join names n on n.number = l.unit
  union all
  select * from unnest($15::text[], $16::text[], $17::text[], $18::text[])
) l
group by l.value

-- name: units_above_others
-- Those of $1 that have units below them as of $2, as known at $3 of the catalogue.
select distinct a.ancestor as unit
from ancestry a
where a.ancestor = any($1::text[]) and a.unit <> a.ancestor
  and a.effective_from < $2 and a.effective_to >= $2
  and a.known_from <= $3 and (a.known_to is null or a.known_to > $3)

-- name: dated_tree
-- Each unit as of $1, as known at $2 of the catalogue, with those that lie below it.
select a.ancestor as unit, array_agg(a.unit) filter (where a.unit <> a.ancestor) as below
from ancestry a
where a.effective_from < $1 and a.effective_to >= $1
  and a.known_from <= $2 and (a.known_to is null or a.known_to > $2)
group by a.ancestor
