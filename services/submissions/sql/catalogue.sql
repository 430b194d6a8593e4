-- name: unit_changes
select u.unit, u.version, u.effective_time, u.parent, u.ends, u.refuses_below_3 from unit_changes u

-- name: learned
-- How far the catalogue's stream has been read into the tables.
select coalesce((select c.position from checkpoints c where c.projection = 'catalog'), 0) as position

-- name: offerings
-- Offerings with their histories, and the catalogue position of exactly this snapshot.
select
  o.name, o.service, o.unit,
  array(select s.effective_time from offering_states s
    where s.offering = o.name order by s.effective_time) as state_times,
  array(select s.open from offering_states s
    where s.offering = o.name order by s.effective_time) as state_opens,
  array(select s.effective_time from level_spans s
    where s.offering = o.name order by s.effective_time) as span_times,
  array(select s.level from level_spans s
    where s.offering = o.name order by s.effective_time) as span_levels,
  array(select s.extent from level_spans s
    where s.offering = o.name order by s.effective_time) as span_extents,
  array(select s.level_rule from level_spans s
    where s.offering = o.name order by s.effective_time) as span_rules,
  array(select v.effective_time from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_times,
  array(select v.version from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_numbers,
  array(select v.written_result from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_results,
  array(select v.eligible_full from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_eligible,
  array(select v.fee from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_fees,
  (select r.effective_time from retirements r where r.service = o.service) as retired_at,
  coalesce((select c.position from checkpoints c where c.projection = 'catalog'), 0) as position
from offerings o where o.name = any($1::text[])

-- name: forget_unit_changes
delete from unit_changes u
using unnest($1::text[], $2::integer[]) as t (unit, version)
where u.unit = t.unit and u.version = t.version

-- name: learn_unit_changes
insert into unit_changes (unit, version, effective_time, parent, ends, refuses_below_3)
select t.unit, t.version, t.effective_time, t.parent, t.ends, t.refuses_below_3
from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::text[], $5::boolean[], $6::boolean[])
  as t (unit, version, effective_time, parent, ends, refuses_below_3)
on conflict (unit, version) do update
set effective_time = excluded.effective_time, parent = excluded.parent, ends = excluded.ends,
  refuses_below_3 = excluded.refuses_below_3

-- name: forget_service_versions
delete from service_versions v
using unnest($1::text[], $2::integer[]) as t (service, version)
where v.service = t.service and v.version = t.version

-- name: learn_service_versions
insert into service_versions (
  service, version, effective_time, written_result, eligible_full, fee
)
select t.service, t.version, t.effective_time, t.written_result, t.eligible_full, t.fee
from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::boolean[], $5::boolean[], $6::bigint[])
  as t (service, version, effective_time, written_result, eligible_full, fee)
on conflict (service, version) do update
set effective_time = excluded.effective_time, written_result = excluded.written_result,
  eligible_full = excluded.eligible_full, fee = excluded.fee

-- name: learn_retirements
-- Nothing takes a retirement back, so the earliest counts.
insert into retirements (service, effective_time)
select t.service, t.effective_time
from unnest($1::text[], $2::timestamptz[]) as t (service, effective_time)
on conflict (service) do update
set effective_time = least(retirements.effective_time, excluded.effective_time)

-- name: learn_offerings
insert into offerings (name, service, unit, position)
select t.name, t.service, t.unit, t.position
from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) as t (name, service, unit, position)
on conflict (name) do update
set service = excluded.service, unit = excluded.unit, position = excluded.position

-- name: forget_states
delete from offering_states s
using unnest($1::text[], $2::timestamptz[]) as t (offering, replaced_from)
where s.offering = t.offering and s.effective_time >= t.replaced_from

-- name: learn_states
insert into offering_states (offering, effective_time, open)
select t.offering, t.effective_time, t.open
from unnest($1::text[], $2::timestamptz[], $3::boolean[]) as t (offering, effective_time, open)

-- name: forget_spans
delete from level_spans s
using unnest($1::text[], $2::timestamptz[]) as t (offering, replaces_from)
where s.offering = t.offering and s.effective_time >= t.replaces_from

-- name: learn_spans
insert into level_spans (offering, effective_time, level, extent, level_rule)
select t.offering, t.effective_time, t.level, t.extent, t.level_rule
from unnest($1::text[], $2::timestamptz[], $3::integer[], $4::integer[], $5::text[])
  as t (offering, effective_time, level, extent, level_rule)
