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
