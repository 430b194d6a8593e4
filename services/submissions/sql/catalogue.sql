-- name: units
select u.name, u.parent from units u

-- name: learned
-- How far the catalogue's stream has been read into the tables.
select coalesce((select c.position from checkpoints c where c.projection = 'catalog'), 0) as position

-- name: offering
-- One offering with its history, and the catalogue position of exactly this snapshot.
select
  o.service, o.unit, o.effective_time,
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
  coalesce((select c.position from checkpoints c where c.projection = 'catalog'), 0) as position
from offerings o where o.name = $1

-- name: learn_units
insert into units (name, parent, effective_time)
select t.name, t.parent, t.effective_time
from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (name, parent, effective_time)
on conflict (name) do update
set parent = excluded.parent, effective_time = excluded.effective_time

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

-- name: learn_offerings
insert into offerings (name, service, unit, effective_time)
select t.name, t.service, t.unit, t.effective_time
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
  as t (name, service, unit, effective_time)
on conflict (name) do update
set service = excluded.service, unit = excluded.unit, effective_time = excluded.effective_time

-- name: forget_spans
delete from level_spans s
using unnest($1::text[], $2::timestamptz[]) as t (offering, replaces_from)
where s.offering = t.offering and s.effective_time >= t.replaces_from

-- name: learn_spans
insert into level_spans (offering, effective_time, level, extent, level_rule)
select t.offering, t.effective_time, t.level, t.extent, t.level_rule
from unnest($1::text[], $2::timestamptz[], $3::integer[], $4::integer[], $5::text[])
  as t (offering, effective_time, level, extent, level_rule)
