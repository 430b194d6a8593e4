-- Items of units that were split, each at the unit that counts it now. $1 units whose items may count at
-- several, $2 where those count whose dossiers nobody got; $3, $4 and $5 heirs: unit, holder, and where an item counts
-- that is with the holder; $6 submissions position; [$7, $8) instants; $9 what items are chosen
-- by; $10 where what counts is in the scope. `:holder` finds the last heir who has an item.

-- name: successions
-- Up to the instant $1, as known at position $2 of the catalogue.
select s.unit, s.successor, s.divides, s.closes, s.share_n, s.share_d from unit_successions s
where s.effective_from < $1 and s.known_from <= $2 and (s.known_to is null or s.known_to > $2)
order by s.effective_from, s.known_from

-- name: units_of_scope
-- The units of a scope ($1, $2 alone) as of $3, as known at position $4.
select u.unit from units_then($1, $2, $3, $4) u

-- name: divided
-- Not a statement: others begin with it.
divided as materialized (
  select coalesce(h.present, v.otherwise) as present, v.*
  from (
    select s.unit as credited, s.present as otherwise, i.*
    from unnest($1::text[], $2::text[]) s (unit, present)
    join names n on n.name = s.unit
    cross join lateral (
      select i.:id as row, (:item)::text as id, i.service, i.:shown as key_at, i.known_from, :class as class,
        :assisted as assisted,
        date_trunc('month', i.:shown at time zone 'UTC' + interval '7 hours')::date as month
      from :table i
      where i.:unit = n.number and i.:shown >= $7 and i.:shown < $8
        and i.known_from <= $6 and i.known_to > $6 and (:chosen9)
    ) i
  ) v
  left join lateral (:holder) h on true
  where v.class is not null
)

-- name: holder_of_dossier
-- Not a statement: whoever had the dossier last, of those who may have got it.
select h.present
from intervals k
join names holder on holder.number = k.unit
join unnest($3::text[], $4::text[], $5::text[]) h (unit, holder, present)
  on h.unit = v.credited and h.holder = holder.name
where k.dossier = v.row and k.known_from <= $6 and k.known_to > $6
order by k.number desc limit 1

-- name: holder_of_none
select null::text as present where cardinality($3::text[] || $4::text[] || $5::text[]) < 0

-- name: holders_now
-- Of dossiers ($1) and the unit that each is credited to ($2).
select v.row as dossier, h.present
from unnest($1::uuid[], $2::text[]) v (row, credited)
cross join lateral (:holder) h

-- name: divided_counts
with :divided
select d.present, d.month, d.class, count(*) as n, count(*) filter (where d.assisted) as assisted
from divided d where d.present = any($10::text[])
group by d.present, d.month, d.class

-- name: divided_leaves
-- With what a unit has there of its own; $11 and $12 each class and how lines go on with it.
with :divided, here as materialized (
  select d.present, d.month, d.id, d.class from divided d where d.present = any($10::text[])
), line as (
  select h.present, h.month, h.id, h.class from here h
  union all
  select p.present, p.month, own.id, own.class
  from (select distinct h.present, h.month from here h where h.present <> all ($1)) p
  join names n on n.name = p.present
  cross join lateral (
    select (:item)::text as id, :class as class from :table i
    where i.:unit = n.number
      and i.:shown >= greatest($7, (p.month - interval '7 hours') at time zone 'UTC')
      and i.:shown < least($8, (p.month + interval '1 month' - interval '7 hours') at time zone 'UTC')
      and i.known_from <= $6 and i.known_to > $6 and (:chosen9)
  ) own
)
select l.present as unit, to_char(l.month, 'YYYY-MM') as part, encode(sha256(convert_to(string_agg(
  :kind || e'\t' || :prefix || l.id || e'\t' || w.words || e'\n', '' order by l.id collate "C"), 'UTF8')), 'hex') as digest
from line l
join unnest($11::smallint[], $12::text[]) w (class, words) on w.class = l.class
group by l.present, l.month

-- name: divided_items
-- Those of one leaf, where $11 is its unit.
with :divided
select d.present, d.credited as unit, s.name as service, d.class, :prefix || d.id as name, d.key_at,
  d.known_from, coalesce(o.source, '') as source, coalesce(o.key, '') as source_key
from divided d
join names s on s.number = d.service
left join origins o on o.item = d.row
where d.present = any($10::text[]) and ($11 = '' or d.present = $11)
order by d.credited collate "C", d.key_at, d.row
