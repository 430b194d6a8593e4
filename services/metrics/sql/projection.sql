-- name: facts_load
select dossier, service, unit, channel, assisted, level, accepted_at, acceptance_time_known,
  acceptance_anomalies, ended_at, end_recorded_at, end_time_known, handling_unit, verdict,
  ending_anomalies, voided
from facts where dossier = any($1::uuid[])

-- name: facts_write
insert into facts (
  dossier, service, unit, channel, assisted, level, accepted_at, acceptance_time_known,
  acceptance_anomalies, ended_at, end_recorded_at, end_time_known, handling_unit, verdict,
  ending_anomalies, voided, position
)
select * from unnest(
  $1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::boolean[], $6::smallint[], $7::timestamptz[],
  $8::boolean[], $9::integer[], $10::timestamptz[], $11::timestamptz[], $12::boolean[], $13::text[],
  $14::smallint[], $15::integer[], $16::boolean[], $17::bigint[]
)
on conflict (dossier) do update set
  service = excluded.service, unit = excluded.unit, channel = excluded.channel,
  assisted = excluded.assisted, level = excluded.level, accepted_at = excluded.accepted_at,
  acceptance_time_known = excluded.acceptance_time_known,
  acceptance_anomalies = excluded.acceptance_anomalies, ended_at = excluded.ended_at,
  end_recorded_at = excluded.end_recorded_at, end_time_known = excluded.end_time_known,
  handling_unit = excluded.handling_unit, verdict = excluded.verdict,
  ending_anomalies = excluded.ending_anomalies, voided = excluded.voided, position = excluded.position

-- name: origins_write
insert into origins (dossier, source, key)
select dossier, source, key from unnest($1::uuid[], $2::text[], $3::text[]) o (dossier, source, key)
on conflict do nothing

-- name: series_numbers
-- Numbers of places, new ones made.
with wanted as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[])
    w (definition, service, unit, membership, reason)
), made as (
  insert into series (definition, service, unit, membership, reason)
  select definition, service, unit, membership, reason from wanted
  on conflict do nothing
  returning id, definition, service, unit, membership, reason
)
select id, definition, service, unit, membership, reason from made
union all
select s.id, s.definition, s.service, s.unit, s.membership, s.reason
from series s join wanted w using (definition, service, unit, membership, reason)

-- name: contributions_close
update contributions c set to_position = closed.position
from unnest($1::uuid[], $2::integer[], $3::bigint[]) closed (dossier, series, position)
where c.dossier = closed.dossier and c.series = closed.series and c.to_position is null

-- name: months_move
insert into month_cells (series, day, whole, n, assisted, position)
select * from unnest(
  $1::integer[], $2::date[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[])
on conflict (series, day) do update set
  n = month_cells.n + excluded.n, assisted = month_cells.assisted + excluded.assisted,
  position = excluded.position

-- name: days_move
insert into day_cells (series, day, n, assisted, position)
select * from unnest($1::integer[], $2::date[], $3::bigint[], $4::bigint[], $5::bigint[])
on conflict (series, day) do update set
  n = day_cells.n + excluded.n, assisted = day_cells.assisted + excluded.assisted,
  position = excluded.position

-- name: mark
-- Only where the catalogue position rises, so that the table stays small.
insert into marks (position, catalog_position)
select position, catalog_position from unnest($1::bigint[], $2::bigint[]) m (position, catalog_position)
where catalog_position > coalesce(
  (select k.catalog_position from marks k order by k.position desc limit 1), 0)
