-- name: items_load
-- The open versions of these dossiers, units and services by name.
select i.dossier::text as dossier, s.name as service, u.name as unit, i.channel, i.assisted, i.level,
  i.accepted_at, i.acceptance_time_known, i.acceptance_anomalies, i.ended_at, i.end_recorded_at,
  i.end_time_known, h.name as handling_unit, i.verdict, i.ending_anomalies, i.voided, i.closed,
  i.day_only, i.promised_at, i.requests, i.fee, i.fee_waived, i.paid_online, i.written_result,
  i.electronic_result, i.working_minutes, i.rating, i.known_from
from unnest($1::uuid[]) wanted (dossier)
cross join lateral (
  select * from dossier_items v where v.dossier = wanted.dossier order by v.known_from desc limit 1
) i
join names s on s.number = i.service
join names u on u.number = i.unit
join names h on h.number = i.handling_unit

-- name: items_close
update dossier_items i set known_to = closed.known_to
from unnest($1::uuid[], $2::bigint[], $3::bigint[]) closed (dossier, known_from, known_to)
where i.dossier = closed.dossier and i.known_from = closed.known_from

-- name: origins_write
insert into origins (dossier, source, key)
select dossier, source, key from unnest($1::uuid[], $2::text[], $3::text[]) o (dossier, source, key)
on conflict do nothing

-- name: names_numbered
-- Numbers of units and services, new ones made.
with made as (
  insert into names (name) select w.name from unnest($1::text[]) w (name)
  where not exists (select from names n where n.name = w.name)
  on conflict do nothing
  returning name, number
)
select name, number from made
union all
select n.name, n.number from names n where n.name = any($1::text[])

-- name: months_move
insert into months (key, unit, month, moved)
select key, unit, month, moved from unnest($1::smallint[], $2::integer[], $3::date[], $4::bigint[])
  m (key, unit, month, moved)
on conflict (key, unit, month) do update set moved = excluded.moved

-- name: mark
-- Only where the catalogue position rises, so that the table stays small.
insert into marks (position, catalog_position)
select position, catalog_position from unnest($1::bigint[], $2::bigint[]) m (position, catalog_position)
where catalog_position > coalesce(
  (select k.catalog_position from marks k order by k.position desc limit 1), 0)
