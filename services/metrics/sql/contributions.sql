-- Questions that need single contributions: as known at an earlier position, items, digests.
-- $1 definition, $2 unit ('' = whole tree), $3 alone, $4 service ('' = all), $5 as of when the tree of
-- units is meant, $6 and $7 instants [since, until), $8 catalogue position, $9 submissions position.
-- Places go to the contributions as an array, and what they are is looked up by their number: the planner
-- expects few of them, and would go through them all for every contribution.

-- name: counts_known
with place as (
  select p.id from series p
  where p.definition = $1 and ($4 = '' or p.service = $4) and p.service <> ''
    and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
      select s.unit from subtree($2, $5, $8) s))
)
select p.membership, p.reason, sum(c.weight)::bigint as n,
  coalesce(sum(c.weight) filter (where c.assisted), 0)::bigint as assisted
from contributions c join series p on p.id = c.series
where c.series = any(array(select id from place)) and c.key_at >= $6 and c.key_at < $7
  and c.from_position <= $9 and (c.to_position is null or c.to_position > $9)
group by p.membership, p.reason

-- name: digest_known
-- A dossier has one contribution to a figure, and all lines begin alike, so that the order of ids is
-- the order of lines; the order of uuids is the order of their text.
with place as (
  select p.id from series p
  where p.definition = $1 and ($4 = '' or p.service = $4) and p.service <> ''
    and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
      select s.unit from subtree($2, $5, $8) s))
)
select encode(sha256(convert_to(coalesce(string_agg(
  'dossier' || e'\t' || 'dossiers/' || c.dossier || e'\t'
  || (array['numerator', 'denominator', 'excluded', 'unknown'])[p.membership] || e'\t'
  || p.reason || e'\t' || c.weight || e'\n', '' order by c.dossier), ''), 'UTF8')), 'hex') as digest
from contributions c join series p on p.id = c.series
where c.series = any(array(select id from place)) and c.key_at >= $6 and c.key_at < $7
  and c.from_position <= $9 and (c.to_position is null or c.to_position > $9)

-- name: has_items_known
with place as (
  select p.id from series p
  where p.definition = $1 and ($4 = '' or p.service = $4) and p.service <> ''
    and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
      select s.unit from subtree($2, $5, $8) s))
)
select exists (
select
from contributions c
where c.series = any(array(select id from place)) and c.key_at >= $6 and c.key_at < $7
  and c.from_position <= $9 and (c.to_position is null or c.to_position > $9)
)

-- name: items_known
-- A page of items, place by place in the order of their numbers, in each by time and id, after
-- ($10, $11, $12); $13 how many. The inner limit keeps the reading of a page in that order, so that a
-- page costs the same however large the figure is.
select p.id as series, p.unit, p.service, p.membership, p.reason, c.dossier::text as dossier, c.key_at,
  c.weight, c.from_position, coalesce(o.source, '') as source, coalesce(o.key, '') as source_key
from series p
cross join lateral (
  select c.dossier, c.key_at, c.weight, c.from_position from contributions c
  where c.series = p.id and c.key_at >= $6 and c.key_at < $7
    and c.from_position <= $9 and (c.to_position is null or c.to_position > $9)
    and (p.id > $10 or (c.key_at, c.dossier) > ($11, $12))
  order by c.key_at, c.dossier limit $13
) c
left join origins o on o.dossier = c.dossier
where p.definition = $1 and ($4 = '' or p.service = $4) and p.service <> ''
  and ($2 = '' or p.unit = $2 or not $3 and p.unit in (
    select s.unit from subtree($2, $5, $8) s)) and p.id >= $10
order by p.id, c.key_at, c.dossier limit $13
