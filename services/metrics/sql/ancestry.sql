-- Who lies below whom, made from places: of the units that a batch of the catalogue's events places, what is known
-- from the batch on. $1: units, $2: the last position before the batch. Rows that are no longer known by then never
-- change, and of the others only those are written that the batch changes.
-- Nothing is joined here that the planner could take for one row: steps are groups and windows, or look up an index.

-- name: units_below
-- The units $1, and whatever lies below one of them at some time, as known so far.
select unnest($1::text[]) as unit
union
select a.unit from ancestry a where a.ancestor = any($1::text[]) and a.known_to is null

-- name: edges_write
-- Between two positions at which something of a unit became known or withdrawn, its places follow one
-- another in time; of two from the same instant the later recorded one counts, and none from the
-- unit's end on. What is the same on both sides of such a position is one row.
with of_unit as (
  select p.unit, array_agg(p.parent) as parents, array_agg(p.effective_from) as since,
    array_agg(p.known_from) as known_from, array_agg(p.known_to) as known_to
  from unit_places p
  where p.unit = any($1::text[]) and (p.known_to is null or p.known_to > $2) group by p.unit
), stretches as (
  select u.unit, m.position as known_from, lead(m.position) over (partition by u.unit order by m.position) as known_to
  from of_unit u cross join lateral (
    select distinct greatest(k.position, $2) from unnest(u.known_from || u.known_to) k (position)
    where k.position is not null) m (position)
), known as (
  select s.unit, s.known_from, s.known_to, p.parent, p.effective_from, p.known_from as recorded,
    min(p.effective_from) filter (where p.parent is null)
      over (partition by s.unit, s.known_from) as ends
  from stretches s cross join lateral (
    select p.parent, p.effective_from, p.known_from from unit_places p
    where p.unit = s.unit and p.known_from <= s.known_from and (p.known_to is null or p.known_to > s.known_from)
    offset 0) p
), placed as (
  select k.unit, k.parent, k.known_from, k.known_to,
    case when row_number() over following = 1 then '-infinity' else k.effective_from end
      as effective_from,
    coalesce(lead(k.effective_from) over following, 'infinity') as effective_to
  from known k where k.parent is not null and (k.ends is null or k.effective_from < k.ends)
  window following as (partition by k.unit, k.known_from order by k.effective_from, k.recorded)
), runs as (
  select p.*, p.known_from is distinct from lag(p.known_to) over same as begins
  from placed p where p.effective_from < p.effective_to
  window same as (partition by p.unit, p.parent, p.effective_from, p.effective_to order by p.known_from)
), numbered as (
  select r.*, count(*) filter (where r.begins) over same as run from runs r
  window same as (partition by r.unit, r.parent, r.effective_from, r.effective_to order by r.known_from)
), rows_of as (
  select n.unit, n.parent, n.effective_from, n.effective_to, min(n.known_from) as position,
    case when bool_and(n.known_to is not null) then max(n.known_to) end as known_to, null::bigint as stored
  from numbered n group by n.unit, n.parent, n.effective_from, n.effective_to, n.run
  union all
  select e.unit, e.parent, e.effective_from, e.effective_to, $2, null, e.known_from
  from edges e where e.unit = any($1::text[]) and e.known_to is null
), changed as materialized (
  select r.unit, r.parent, r.effective_from, r.effective_to, coalesce(min(r.stored), r.position) as known_from,
    max(r.known_to) as known_to, min(r.stored) is not null as stored
  from rows_of r group by r.unit, r.parent, r.effective_from, r.effective_to, r.position
  having not (min(r.stored) is not null and bool_and(r.known_to is null))
), gone as (
  delete from edges e using changed c
  where c.stored and e.unit = c.unit and e.known_from = c.known_from and e.effective_from = c.effective_from
  returning 1
)
insert into edges (unit, parent, effective_from, effective_to, known_from, known_to)
select c.unit, c.parent, c.effective_from, c.effective_to, c.known_from, c.known_to
from changed c where (select count(*) from gone) >= 0 -- what changes is deleted before it is written

-- name: ancestry_write
-- Up from each unit, edge by edge; what is above it lies where all edges on the way overlap. Ways that follow one
-- another in time are one row, and so is what is the same on both sides of a position.
with recursive up (ancestor, unit, effective_from, effective_to, known_from, known_to) as (
  select p.unit, p.unit, '-infinity'::timestamptz, 'infinity'::timestamptz,
    greatest(min(p.known_from), $2), null::bigint
  from unit_places p where p.unit = any($1::text[]) group by p.unit
  union
  select e.parent, u.unit,
    greatest(u.effective_from, e.effective_from), least(u.effective_to, e.effective_to),
    greatest(u.known_from, e.known_from), least(u.known_to, e.known_to)
  from up u cross join lateral (
    select e.* from edges e
    where e.unit = u.ancestor and e.parent <> '' and e.parent <> u.unit
      and e.effective_from < u.effective_to and u.effective_from < e.effective_to
      and (u.known_to is null or e.known_from < u.known_to)
      and (e.known_to is null or u.known_from < e.known_to)
    offset 0) e
), pairs as (
  select u.ancestor, u.unit, array_agg(u.effective_from) as effective_from, array_agg(u.effective_to) as effective_to,
    array_agg(u.known_from) as known_from, array_agg(u.known_to) as known_to
  from up u group by u.ancestor, u.unit
), stretches as (
  select p.*, m.position, lead(m.position) over (partition by p.ancestor, p.unit order by m.position) as next
  from pairs p cross join lateral (
    select distinct k.position from unnest(p.known_from || p.known_to) k (position) where k.position is not null) m
), following as (
  select s.ancestor, s.unit, s.position as known_from, s.next as known_to, w.effective_from, w.effective_to,
    w.effective_from is distinct from lag(w.effective_to) over in_time as begins
  from stretches s
  cross join lateral unnest(s.effective_from, s.effective_to, s.known_from, s.known_to)
    w (effective_from, effective_to, known_from, known_to)
  where w.known_from <= s.position and (w.known_to is null or w.known_to > s.position)
  window in_time as (partition by s.ancestor, s.unit, s.position order by w.effective_from)
), ways as (
  select f.*, count(*) filter (where f.begins)
    over (partition by f.ancestor, f.unit, f.known_from order by f.effective_from) as way
  from following f
), placed as (
  select w.ancestor, w.unit, w.known_from, w.known_to,
    min(w.effective_from) as effective_from, max(w.effective_to) as effective_to
  from ways w group by w.ancestor, w.unit, w.known_from, w.known_to, w.way
), runs as (
  select p.*, p.known_from is distinct from lag(p.known_to) over same as begins from placed p
  window same as (partition by p.ancestor, p.unit, p.effective_from, p.effective_to order by p.known_from)
), numbered as (
  select r.*, count(*) filter (where r.begins) over same as run from runs r
  window same as (partition by r.ancestor, r.unit, r.effective_from, r.effective_to order by r.known_from)
), rows_of as (
  select n.ancestor, n.unit, n.effective_from, n.effective_to, min(n.known_from) as position,
    case when bool_and(n.known_to is not null) then max(n.known_to) end as known_to, null::bigint as stored
  from numbered n group by n.ancestor, n.unit, n.effective_from, n.effective_to, n.run
  union all
  select a.ancestor, a.unit, a.effective_from, a.effective_to, $2, null, a.known_from
  from ancestry a where a.unit = any($1::text[]) and a.known_to is null
), changed as materialized (
  select r.ancestor, r.unit, r.effective_from, r.effective_to, coalesce(min(r.stored), r.position) as known_from,
    -- A service of before wrote ways that follow one another as rows of their own: these were known up to the batch.
    case when bool_and(r.stored is not null) then $2 else max(r.known_to) end as known_to,
    min(r.stored) is not null as stored
  from rows_of r group by r.ancestor, r.unit, r.effective_from, r.effective_to, r.position
  having not (min(r.stored) is not null and count(*) = 2 and bool_and(r.known_to is null))
), gone as (
  delete from ancestry a using changed c
  where c.stored and a.ancestor = c.ancestor and a.unit = c.unit and a.known_from = c.known_from
    and a.effective_from = c.effective_from
  returning 1
)
insert into ancestry (ancestor, unit, effective_from, effective_to, known_from, known_to)
select c.ancestor, c.unit, c.effective_from, c.effective_to, c.known_from, c.known_to
from changed c
where (c.known_to is null or c.known_from < c.known_to)
  and (select count(*) from gone) >= 0 -- what changes is deleted before it is written
