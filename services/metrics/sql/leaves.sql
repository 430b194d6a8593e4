-- Leaves of digests: of each unit and local month the SHA-256 over the sorted lines of its items, and
-- what is made of them. $1 to $9 as in `items.sql`. $10 the definition whose leaves are kept ('': a
-- leaf of it depends on the question), $11 and $12 each class and how lines go on with it after the id,
-- [$13, $14) the months around the instants, $15 what stands for the month ('': the month itself).

-- name: pieces
-- Not a statement: others begin with it. A whole month's leaf is kept, and taken where nothing moved the month
-- after it was made, nor after the position asked for; all others come from the versions known there. `:only`: of
-- which units, where not all of the scope are asked for; `:also`: what else must be so of a month whose leaf is taken.
around as materialized (
  select m.unit, m.month, m.moved, m.built >= m.moved and m.adopted >= :adopted as fresh, (m.month - interval '7 hours') at time zone 'UTC' as begins,
    (m.month + interval '1 month' - interval '7 hours') at time zone 'UTC' as ends
  from months m
  where m.key = $9 and m.month >= $13::date and m.month < $14::date and :only and ($1 = '' or m.unit = any(array(
    select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit)))
), cut as (
  select a.unit, a.month, a.moved, a.fresh, greatest(a.begins, $5) as since, least(a.ends, $6) as until,
    $10 <> '' and $3::jsonb = '{}' and a.begins >= $5 and a.ends <= $6 and a.moved <= $8 as keeps
  from around a
), piece as materialized (
  select c.unit, c.since, c.until, c.keeps, case when $15 = '' then c.month end as month,
    case when $15 = '' then c.moved end as moved,
    case when $15 = '' then to_char(c.month, 'YYYY-MM') else $15 end as part,
    c.keeps and l.made is not null and :also as kept, l.leaf
  from cut c left join month_leaves l
    on l.definition = $10 and l.unit = c.unit and l.month = c.month and l.made = c.moved
    and l.month >= $13::date and l.month < $14::date
)

-- name: leaves
-- Not a statement: others begin with it, where they say so. Leaves of whole months are kept from then on.
-- All lines of a kind begin alike, so that the order of ids, which are UUIDs, is that of lines.
:pieces, line as (
  select p.unit, p.part, p.month, p.moved, p.keeps, i.id, i.words, i.class, i.assisted
  from piece p
  left join lateral (
    select c.id, c.class, c.assisted, w.words
    from (
      select :item as id, :class as class, :assisted as assisted from :table i
      where i.:unit = p.unit and i.:shown >= p.since and i.:shown < p.until
        and i.known_from <= $8 and i.known_to > $8
        and (:chosen3)
    ) c
    join unnest($11::smallint[], $12::text[]) w (class, words) on w.class = c.class
  ) i on true
  where not p.kept
), made as ( -- all else follows from unit and month
  select unit, max(part) as part, month, max(moved) as moved, bool_and(keeps) as keeps,
    sha256(convert_to(string_agg(
      :kind || e'\t' || :prefix || id || e'\t' || words || e'\n', '' order by id), 'UTF8')) as leaf
  from line group by unit, month -- without a join, which nobody could plan
), :keeping

-- name: month_of_many
-- Not a statement: the same as `leaves`, of one month or a part of it, where many items stand in it. They are
-- read in the order in which their rows lie, so that each page is read once, and sorted in as few columns as can be:
-- unit by unit, a row of a country's month took two to three times as long.
:pieces, line as materialized (
  select i.:unit as unit, :item as id, :class as class, :assisted as assisted
  from :table i
  where i.:unit = any(array(select p.unit from piece p where not p.kept)) and i.:shown >= $5 and i.:shown < $6
    and i.known_from <= $8 and i.known_to > $8
    and (:chosen3)
), written as (
  select l.unit, sha256(convert_to(string_agg(
    :kind || e'\t' || :prefix || l.id || w.words, '' order by l.id), 'UTF8')) as leaf
  from line l
  join (
    select c.class, e'\t' || c.words || e'\n' as words from unnest($11::smallint[], $12::text[]) c (class, words)
  ) w on w.class = l.class
  group by l.unit
), made as (
  select p.unit, p.part, p.month, p.moved, p.keeps, w.leaf
  from piece p left join written w on w.unit = p.unit
  where not p.kept
), :keeping

-- name: keeping
-- Not a statement: a part of both.
keeping as (
  insert into month_leaves (definition, unit, month, leaf, made)
  select $10, unit, month, leaf, moved from made where keeps order by unit, month
  on conflict (definition, unit, month) do update set leaf = excluded.leaf, made = excluded.made
  where month_leaves.made < excluded.made
), leaf as (
  select n.name as unit, l.part, l.leaf
  from (
    select unit, part, leaf from piece where kept and leaf is not null
    union all
    select unit, part, leaf from made where leaf is not null
  ) l
  join names n on n.number = l.unit
)

-- name: figure_known
-- Sums by class, and the leaves of each part, one after the other in the order of their units: items are read once
-- for both. Of months with cells and leaves that hold at the position, none are read.
with :leaves, :sums_and_leaves

-- name: month_known
-- The same of one month with many items.
with :month_of_many, :sums_and_leaves

-- name: sums_and_leaves
-- Not a statement: the end of both.
summed as (
  select c.class, c.n, c.assisted
  from piece p join month_cells c on c.definition = $10 and c.unit = p.unit and c.month = p.month
  where p.kept and c.month >= $13::date and c.month < $14::date
  union all
  select class, count(*), count(*) filter (where assisted) from line where class is not null group by class
)
select class, sum(n)::bigint as n, sum(assisted)::bigint as assisted, '' as part, null::text[] as units, null::bytea as leaves
from summed group by class
union all
select null, null, null, part, array_agg(unit order by unit collate "C"),
  string_agg(leaf, ''::bytea order by unit collate "C")
from leaf group by part

-- name: digest
-- $16, $17 and $18: unit, part and leaf of counted facts, which are read by themselves.
with :leaves
select encode(sha256(convert_to(coalesce(string_agg(
  unit || e'\t' || part || e'\t' || leaf || e'\n', ''
  order by unit collate "C", part collate "C"), ''), 'UTF8')), 'hex') as digest
from (
  select unit, part, encode(leaf, 'hex') as leaf from leaf
  union all
  select unit, part, leaf from unnest($16::text[], $17::text[], $18::text[]) counted (unit, part, leaf)
) every

-- name: leaves_listed
with :leaves
select unit, part, encode(leaf, 'hex') as digest from leaf order by unit collate "C", part collate "C"

-- name: leaf_months
-- The months of [$6, $7) with leaves, whatever was known of them when. $1 unit, $2 alone, $3 as of when the tree
-- is meant, $4 catalogue position, $5 the key.
select distinct m.month from months m
where m.key = $5 and m.month >= $6 and m.month < $7 and ($1 = '' or m.unit = any(array(
  select n.number from :within($1, $2, $3, $4) u join names n on n.name = u.unit)))
order by m.month

-- name: unkept_months
-- The months of [$8, $9) with leaves that would be kept, and are not. $1 unit, $2 alone, $3 as of when the
-- tree is meant, $4 and $5 positions of catalogue and submissions, $6 the key, $7 the definition.
select distinct m.month from months m
where m.key = $6 and m.month >= $8 and m.month < $9 and m.moved <= $5 and ($1 = '' or m.unit = any(array(
  select n.number from :within($1, $2, $3, $4) u join names n on n.name = u.unit)))
  and not exists (
    select from month_leaves l
    where l.definition = $7 and l.unit = m.unit and l.month = m.month and l.made = m.moved)
order by m.month
