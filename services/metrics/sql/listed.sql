-- One question of many units at once: `alone_…` each by itself, `below_…` each with all below it ('': the
-- whole tree). $1 to $9 as in `items.sql`.

-- name: counted_apart
-- Not a statement: others begin with it. Sums of units: cells where nothing moved a month after them, nor
-- after the position asked for; items as known there for all others. $10 the definition with cells ('': without),
-- [$11, $12) the months around the instants, $13 the units.
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
  where a.fresh
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
  select n.name as unit, c.class, sum(c.n)::bigint as n, sum(c.assisted)::bigint as assisted
  from counted c join names n on n.number = c.unit
  where c.class is not null
  group by n.name, c.class
)

-- name: alone_counts
with :counted_apart
select unit, class, n, assisted from apart

-- name: below_counts
with :counted_apart
select a.ancestor as unit, s.class, sum(s.n)::bigint as n, sum(s.assisted)::bigint as assisted
from apart s join ancestry a on a.unit = s.unit
  and a.effective_from < $4 and a.effective_to >= $4
  and a.known_from <= $7 and (a.known_to is null or a.known_to > $7)
where a.ancestor = any($13::text[])
group by a.ancestor, s.class
union all
select '', s.class, sum(s.n)::bigint, sum(s.assisted)::bigint
from apart s where '' = any($13::text[]) group by s.class

-- name: alone_digests
-- $10 to $15 as in `leaves.sql`, $16 the units.
with :leaves
select unit, encode(sha256(convert_to(string_agg(
  unit || e'\t' || part || e'\t' || encode(leaf, 'hex') || e'\n', '' order by part collate "C"), 'UTF8')), 'hex') as digest
from leaf group by unit

-- name: below_digests
with :leaves, scoped as (
  select a.ancestor as scope, l.unit, l.part, l.leaf
  from leaf l join ancestry a on a.unit = l.unit
    and a.effective_from < $4 and a.effective_to >= $4
    and a.known_from <= $7 and (a.known_to is null or a.known_to > $7)
  where a.ancestor = any($16::text[])
  union all
  select '', l.unit, l.part, l.leaf from leaf l where '' = any($16::text[])
)
select scope as unit, encode(sha256(convert_to(string_agg(
  unit || e'\t' || part || e'\t' || encode(leaf, 'hex') || e'\n', ''
  order by unit collate "C", part collate "C"), 'UTF8')), 'hex') as digest
from scoped group by scope

-- name: units_above_others
-- Those of $1 that have units below them as of $2, as known at $3 of the catalogue.
select distinct a.ancestor as unit
from ancestry a
where a.ancestor = any($1::text[]) and a.unit <> a.ancestor
  and a.effective_from < $2 and a.effective_to >= $2
  and a.known_from <= $3 and (a.known_to is null or a.known_to > $3)
