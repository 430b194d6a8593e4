-- name: unit_changes
-- As known at the position $1.
select
  u.unit, u.version, u.effective_time, u.parent, u.ends, u.refuses_below_3, u.calendar, u.merger,
  array(select s.successor from unit_successors s
    where s.unit = u.unit and s.version = u.version order by s.successor) as successors
from unit_changes u
where u.known_from <= $1 and (u.known_to is null or u.known_to > $1)

-- name: mergers
-- Of these units, those that end by a merger, by what is known now; the first end of a unit counts.
select e.unit, e.effective_time from (
  select distinct on (u.unit) u.unit, u.effective_time, u.merger from unit_changes u
  where u.unit = any($1::text[]) and u.ends and u.known_to is null
  order by u.unit, u.effective_time, u.version
) as e where e.merger is not null

-- name: hold_projection
-- Which the projection of this service's own log moves first of all in each of its transactions.
select from checkpoints where projection = 'submissions' for share

-- name: having_open
-- $1 = units, $2, $3 = the statuses of open dossiers, and petitions: the units that have any
select u.unit from unnest($1::text[]) as u (unit)
where exists (select from dossiers d where d.unit = u.unit and d.status = any($2::smallint[]))
  or exists (select from petitions p where p.unit = u.unit and p.status = any($3::smallint[]))

-- name: learn_successors
insert into unit_successors (unit, version, successor)
select t.unit, t.version, t.successor
from unnest($1::text[], $2::integer[], $3::text[]) as t (unit, version, successor)
on conflict do nothing

-- name: authorizations
-- As known now.
select
  a.unit, a.version, a.effective_time, a.desk, a.given, a.end_time, a.desks_below, a.for_units_below
from desk_authorizations a where a.known_to is null

-- name: duties
-- As known now.
select d.unit, d.version, d.effective_time, d.officer, d.duty, d.begins
from duties d where d.known_to is null

-- name: calendar_revisions
select r.calendar, r.version, r.revision, r.known_from from calendar_revisions r

-- name: service_content
select v.content from service_versions v where v.service = $1 and v.version = $2

-- name: learned
-- How far the catalogue's stream has been read into the tables.
select coalesce((select c.position from checkpoints c where c.projection = 'catalog'), 0) as position

-- name: units_told
-- Whether anything was told of units, desks, duties or calendars after the position $1.
select exists(select from unit_changes u where u.known_from > $1 or u.known_to > $1)
  or exists(select from desk_authorizations a where a.known_from > $1 or a.known_to > $1)
  or exists(select from duties d where d.known_from > $1 or d.known_to > $1)
  or exists(select from calendar_revisions r where r.known_from > $1)

-- name: offerings
-- Offerings with their histories, and the catalogue position of exactly this snapshot. Spans are as
-- known at the position $2, everything else as it is known now.
select
  o.name, o.service, o.unit,
  array(select s.effective_time from offering_spans s
    where s.offering = o.name and s.known_from <= $2 and (s.known_to is null or s.known_to > $2)
    order by s.effective_time) as span_times,
  array(select s.open from offering_spans s
    where s.offering = o.name and s.known_from <= $2 and (s.known_to is null or s.known_to > $2)
    order by s.effective_time) as span_opens,
  array(select s.level from offering_spans s
    where s.offering = o.name and s.known_from <= $2 and (s.known_to is null or s.known_to > $2)
    order by s.effective_time) as span_levels,
  array(select s.extent from offering_spans s
    where s.offering = o.name and s.known_from <= $2 and (s.known_to is null or s.known_to > $2)
    order by s.effective_time) as span_extents,
  array(select s.level_rule from offering_spans s
    where s.offering = o.name and s.known_from <= $2 and (s.known_to is null or s.known_to > $2)
    order by s.effective_time) as span_rules,
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
  array(select v.field from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_fields,
  array(select v.processing_times from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_processing,
  array(select v.retention_years from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_retentions,
  array(select v.form_digest from service_versions v
    where v.service = o.service order by v.effective_time, v.version) as version_forms,
  (select r.effective_time from retirements r where r.service = o.service) as retired_at,
  coalesce((select c.position from checkpoints c where c.projection = 'catalog'), 0) as position
from offerings o where o.name = any($1::text[])

-- name: learn_unit_changes
insert into unit_changes (
  unit, version, effective_time, parent, ends, refuses_below_3, calendar, merger, known_from
)
select
  t.unit, t.version, t.effective_time, t.parent, t.ends, t.refuses_below_3, t.calendar, t.merger,
  t.known_from
from unnest(
  $1::text[], $2::integer[], $3::timestamptz[], $4::text[], $5::boolean[], $6::boolean[], $7::text[],
  $8::uuid[], $9::bigint[]
) as t (
  unit, version, effective_time, parent, ends, refuses_below_3, calendar, merger, known_from
)
on conflict (unit, version) do update
set effective_time = excluded.effective_time, parent = excluded.parent, ends = excluded.ends,
  refuses_below_3 = excluded.refuses_below_3, calendar = excluded.calendar,
  merger = excluded.merger, known_from = excluded.known_from, known_to = null

-- name: close_unit_changes
-- After the changes of the batch: each is known until it was withdrawn.
update unit_changes u set known_to = t.position
from unnest($1::text[], $2::integer[], $3::bigint[]) as t (unit, version, position)
where u.unit = t.unit and u.version = t.version and u.known_from < t.position and u.known_to is null

-- name: learn_authorizations
insert into desk_authorizations (
  unit, version, effective_time, desk, given, end_time, desks_below, for_units_below, known_from
)
select
  t.unit, t.version, t.effective_time, t.desk, t.given, t.end_time, t.desks_below,
  t.for_units_below, t.known_from
from unnest(
  $1::text[], $2::integer[], $3::timestamptz[], $4::text[], $5::boolean[], $6::timestamptz[],
  $7::boolean[], $8::boolean[], $9::bigint[]
) as t (
  unit, version, effective_time, desk, given, end_time, desks_below, for_units_below, known_from
)
on conflict (unit, version) do update
set effective_time = excluded.effective_time, desk = excluded.desk, given = excluded.given,
  end_time = excluded.end_time, desks_below = excluded.desks_below,
  for_units_below = excluded.for_units_below, known_from = excluded.known_from, known_to = null

-- name: learn_duties
insert into duties (unit, version, effective_time, officer, duty, begins, known_from)
select t.unit, t.version, t.effective_time, t.officer, t.duty, t.begins, t.known_from
from unnest(
  $1::text[], $2::integer[], $3::timestamptz[], $4::text[], $5::integer[], $6::boolean[], $7::bigint[]
) as t (unit, version, effective_time, officer, duty, begins, known_from)
on conflict (unit, version) do update
set effective_time = excluded.effective_time, officer = excluded.officer, duty = excluded.duty,
  begins = excluded.begins, known_from = excluded.known_from, known_to = null

-- name: close_authorizations
-- As close_unit_changes.
update desk_authorizations a set known_to = t.position
from unnest($1::text[], $2::integer[], $3::bigint[]) as t (unit, version, position)
where a.unit = t.unit and a.version = t.version and a.known_from < t.position and a.known_to is null

-- name: close_duties
-- As close_unit_changes.
update duties d set known_to = t.position
from unnest($1::text[], $2::integer[], $3::bigint[]) as t (unit, version, position)
where d.unit = t.unit and d.version = t.version and d.known_from < t.position and d.known_to is null

-- name: learn_calendar_revisions
insert into calendar_revisions (calendar, version, revision, known_from)
select t.calendar, t.version, t.revision, t.known_from
from unnest($1::text[], $2::integer[], $3::bytea[], $4::bigint[])
  as t (calendar, version, revision, known_from)
on conflict (calendar, version) do update
set revision = excluded.revision, known_from = excluded.known_from

-- name: forget_service_versions
delete from service_versions v
using unnest($1::text[], $2::integer[]) as t (service, version)
where v.service = t.service and v.version = t.version

-- name: learn_service_versions
insert into service_versions (
  service, version, effective_time, written_result, eligible_full, fee, field, processing_times,
  content, retention_years, form_digest
)
select
  t.service, t.version, t.effective_time, t.written_result, t.eligible_full, t.fee, t.field,
  t.processing_times, t.content, t.retention_years, t.form_digest
from unnest(
  $1::text[], $2::integer[], $3::timestamptz[], $4::boolean[], $5::boolean[], $6::bigint[], $7::text[],
  $8::bytea[], $9::bytea[], $10::integer[], $11::bytea[]
) as t (
  service, version, effective_time, written_result, eligible_full, fee, field, processing_times,
  content, retention_years, form_digest
)
on conflict (service, version) do update
set effective_time = excluded.effective_time, written_result = excluded.written_result,
  eligible_full = excluded.eligible_full, fee = excluded.fee, field = excluded.field,
  processing_times = excluded.processing_times, content = excluded.content,
  retention_years = excluded.retention_years, form_digest = excluded.form_digest

-- name: forget_retirements
delete from retirements r where r.service = any($1::text[])

-- name: learn_retirements
-- After those of the batch that were withdrawn; of two that were not the earlier counts.
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

-- name: close_spans
-- Before the spans of the batch; of one offering, no two rows here meet.
update offering_spans s set known_to = t.position
from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[])
  as t (offering, since, until, position)
where s.offering = t.offering and s.effective_time >= t.since and s.effective_time < t.until
  and s.known_to is null

-- name: learn_spans
-- A stream that is read again says again what is here.
insert into offering_spans (
  offering, effective_time, open, level, extent, level_rule, known_from, known_to
)
select
  t.offering, t.effective_time, t.open, t.level, t.extent, t.level_rule, t.known_from, t.known_to
from unnest(
  $1::text[], $2::timestamptz[], $3::boolean[], $4::integer[], $5::integer[], $6::text[],
  $7::bigint[], $8::bigint[]
) as t (offering, effective_time, open, level, extent, level_rule, known_from, known_to)
on conflict (offering, effective_time, known_from) do update
set open = excluded.open, level = excluded.level, extent = excluded.extent,
  level_rule = excluded.level_rule, known_to = excluded.known_to
