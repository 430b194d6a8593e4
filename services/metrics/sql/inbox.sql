-- name: unit_places_write
insert into unit_places (unit, version, parent, effective_from, known_from)
select * from unnest($1::text[], $2::integer[], $3::text[], $4::timestamptz[], $5::bigint[])

-- name: unit_places_withdraw
-- After the places of the batch. Most changes that are withdrawn are no places.
update unit_places p set known_to = withdrawn.position
from unnest($1::text[], $2::integer[], $3::bigint[]) withdrawn (unit, version, position)
where p.unit = withdrawn.unit and p.version = withdrawn.version and p.known_to is null

-- name: unit_successions_write
insert into unit_successions (unit, version, successor, share_n, share_d, divides, closes, effective_from, known_from)
select * from unnest($1::text[], $2::integer[], $3::text[], $4::bigint[], $5::bigint[], $6::boolean[], $7::boolean[],
  $8::timestamptz[], $9::bigint[])

-- name: unit_successions_withdraw
-- After the successions of the batch.
update unit_successions p set known_to = withdrawn.position
from unnest($1::text[], $2::integer[], $3::bigint[]) withdrawn (unit, version, position)
where p.unit = withdrawn.unit and p.version = withdrawn.version and p.known_to is null

-- name: units_below
-- The units $1, and whatever ever lay below one of them, as known at any position.
select unnest($1::text[]) as unit
union
select a.unit from ancestry a where a.ancestor = any($1::text[])

-- name: edges_forget
delete from edges e where e.unit = any($1::text[])

-- name: edges_write
-- Between two positions at which something of a unit became known or withdrawn, its places follow one
-- another in time; of two from the same instant the later recorded one counts, and none from the
-- unit's end on.
with moments as (
  select p.unit, p.known_from as position from unit_places p where p.unit = any($1::text[])
  union
  select p.unit, p.known_to from unit_places p
  where p.unit = any($1::text[]) and p.known_to is not null
), stretches as (
  select m.unit, m.position as known_from,
    lead(m.position) over (partition by m.unit order by m.position) as known_to
  from moments m
), known as (
  select s.unit, s.known_from, s.known_to, p.parent, p.effective_from, p.known_from as recorded,
    min(p.effective_from) filter (where p.parent is null)
      over (partition by s.unit, s.known_from) as ends
  from stretches s join unit_places p on p.unit = s.unit
    and p.known_from <= s.known_from and (p.known_to is null or p.known_to > s.known_from)
), placed as (
  select k.unit, k.parent, k.known_from, k.known_to,
    case when row_number() over following = 1 then '-infinity' else k.effective_from end
      as effective_from,
    coalesce(lead(k.effective_from) over following, 'infinity') as effective_to
  from known k where k.parent is not null and (k.ends is null or k.effective_from < k.ends)
  window following as (partition by k.unit, k.known_from order by k.effective_from, k.recorded)
)
insert into edges (unit, parent, effective_from, effective_to, known_from, known_to)
select p.unit, p.parent, p.effective_from, p.effective_to, p.known_from, p.known_to
from placed p where p.effective_from < p.effective_to

-- name: ancestry_forget
delete from ancestry a where a.unit = any($1::text[])

-- name: ancestry_write
-- Up from each unit, edge by edge; what is above it lies where all edges on the way overlap.
with recursive up (ancestor, unit, effective_from, effective_to, known_from, known_to) as (
  select p.unit, p.unit, '-infinity'::timestamptz, 'infinity'::timestamptz,
    min(p.known_from), null::bigint
  from unit_places p where p.unit = any($1::text[]) group by p.unit
  union
  select e.parent, u.unit,
    greatest(u.effective_from, e.effective_from), least(u.effective_to, e.effective_to),
    greatest(u.known_from, e.known_from), least(u.known_to, e.known_to)
  from up u join edges e on e.unit = u.ancestor
  where e.parent <> '' and e.parent <> u.unit
    and e.effective_from < u.effective_to and u.effective_from < e.effective_to
    and (u.known_to is null or e.known_from < u.known_to)
    and (e.known_to is null or u.known_from < e.known_to)
)
insert into ancestry (ancestor, unit, effective_from, effective_to, known_from, known_to)
select u.ancestor, u.unit, u.effective_from, u.effective_to, u.known_from, u.known_to from up u

-- name: service_versions_write
insert into service_versions (
  service, version, authority, effective_from, eligible_full, one_stop, field, known_from
)
select * from unnest(
  $1::text[], $2::integer[], $3::text[], $4::timestamptz[], $5::boolean[], $6::boolean[], $7::text[],
  $8::bigint[]
)

-- name: service_versions_close
-- After the versions of the batch: each is known until it was said again, or withdrawn.
with said (service, version, position) as (
  select * from unnest($1::text[], $2::integer[], $3::bigint[])
)
update service_versions v set known_to = replaced.position
from (
  select k.service, k.known_from, min(s.position) as position
  from said s join service_versions k
    on k.service = s.service and k.version = s.version and k.known_from < s.position
  where k.known_to is null
  group by k.service, k.known_from
) replaced
where v.service = replaced.service and v.known_from = replaced.known_from

-- name: retirements_write
insert into retirements (service, effective_from, known_from)
select * from unnest($1::text[], $2::timestamptz[], $3::bigint[])

-- name: retirements_withdraw
-- After the retirements of the batch: each is known until it is withdrawn.
update retirements r set known_to = ended.position
from (
  select k.service, k.known_from, min(w.position) as position
  from unnest($1::text[], $2::bigint[]) w (service, position)
  join retirements k on k.service = w.service and k.known_from < w.position
  where k.known_to is null
  group by k.service, k.known_from
) ended
where r.service = ended.service and r.known_from = ended.known_from

-- name: offering_spans_close
update offering_spans s set known_to = replaced.position
from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[])
  replaced (offering, since, until, position)
where s.offering = replaced.offering and s.effective_from >= replaced.since
  and s.effective_from < replaced.until and s.known_to is null

-- name: offering_spans_write
insert into offering_spans (
  offering, service, unit, open, earned, attainable, level, extent, verdict, effective_from, known_from,
  known_to
)
select * from unnest(
  $1::text[], $2::text[], $3::text[], $4::boolean[], $5::integer[], $6::integer[], $7::integer[],
  $8::integer[], $9::integer[], $10::timestamptz[], $11::bigint[], $12::bigint[]
)

-- name: tree_position
-- Up to where the tables follow the catalogue, at least.
select coalesce((select c.position from checkpoints c where c.projection = 'catalog'), 0)

-- name: tree
-- What is known, and whether it still is, as far as that changed after the position $1, and where.
select p.unit, p.version, p.parent, p.effective_from, p.known_to is null as known,
  greatest(p.known_from, p.known_to) as changed
from unit_places p where p.known_from > $1 or p.known_to > $1

-- name: leader_changes_write
insert into leader_changes (unit, version, officer, begins, effective_from, known_from)
select * from unnest(
  $1::text[], $2::integer[], $3::text[], $4::boolean[], $5::timestamptz[], $6::bigint[]
)

-- name: leader_changes_withdraw
-- After the changes of the batch. Most changes that are withdrawn are none of a leader.
update leader_changes l set known_to = withdrawn.position
from unnest($1::text[], $2::integer[], $3::bigint[]) withdrawn (unit, version, position)
where l.unit = withdrawn.unit and l.version = withdrawn.version and l.known_to is null
