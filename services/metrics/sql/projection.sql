-- name: tables
-- Which tables the names stand for: others, once they were made again.
select to_regclass('dossier_items')::oid

-- name: dossier_items_load
-- The open versions of these dossiers, units and services by name.
select i.dossier::text as dossier, s.name as service, u.name as unit, i.channel, i.assisted, i.level, i.extent,
  f.name as field, i.accepted_at, i.acceptance_time_known, i.acceptance_anomalies, i.ended_at, i.end_recorded_at,
  i.end_time_known, h.name as handling_unit, i.verdict, i.ending_anomalies, i.voided, i.closed,
  i.acceptance_day_only, i.end_day_only, i.promised_at, i.requests, i.fee, i.fee_waived, i.paid_online, i.written_result,
  i.electronic_result, i.working_minutes, i.rating, i.first_rated_at, r.name as rated_unit,
  i.complaints, i.act, i.root::text as root, i.was_corrected, i.due_set, i.withdrawn_by, i.known_from
from unnest($1::uuid[]) wanted (dossier)
cross join lateral (
  select * from dossier_items v where v.dossier = wanted.dossier order by v.known_from desc limit 1
) i
join names s on s.number = i.service
join names u on u.number = i.unit
join names h on h.number = i.handling_unit
left join names r on r.number = i.rated_unit
left join names f on f.number = i.field

-- name: petition_items_load
-- The same of petitions, and so on.
select i.petition::text as petition, s.name as service, u.name as unit, i.answer_term, i.refusal_term,
  i.first_request_term, i.publication_term, i.answered_at, i.refused_at, i.first_request_at,
  i.published_at, i.dossier::text as dossier, i.complaint, i.refused, i.merged, i.withdrawn, i.voided,
  i.was_corrected, i.withdrawn_by, i.transferred_by, i.known_from
from unnest($1::uuid[]) wanted (petition)
cross join lateral (
  select * from petition_items v where v.petition = wanted.petition order by v.known_from desc limit 1
) i
join names s on s.number = i.service
join names u on u.number = i.unit

-- name: ticket_items_load
select i.ticket::text as ticket, s.name as service, u.name as unit, i.called_at, i.waiting_minutes,
  i.no_show, i.voided, i.known_from
from unnest($1::uuid[]) wanted (ticket)
cross join lateral (
  select * from ticket_items v where v.ticket = wanted.ticket order by v.known_from desc limit 1
) i
join names s on s.number = i.service
join names u on u.number = i.unit

-- name: count_items_load
select i.counted::text as counted, s.name as service, u.name as unit, i.start_at, i.end_at, i.n, i.population,
  i.channel, i.assisted, i.level, i.verdict, i.written_result, i.electronic_result, i.rating,
  i.overlapped, i.known_from
from unnest($1::uuid[]) wanted (counted)
cross join lateral (
  select * from count_items v where v.counted = wanted.counted order by v.known_from desc limit 1
) i
join names s on s.number = i.service
join names u on u.number = i.unit

-- name: standard_items_load
select i.standard::text as standard, s.name as service, u.name as unit, i.start_at, i.end_at, i.volume,
  i.met, i.target_n, i.target_d, i.known_from
from unnest($1::uuid[]) wanted (standard)
cross join lateral (
  select * from standard_items v where v.standard = wanted.standard order by v.known_from desc limit 1
) i
join names s on s.number = i.service
join names u on u.number = i.unit

-- name: items_close
update :table i set known_to = closed.known_to
from unnest($1::uuid[], $2::bigint[], $3::bigint[]) closed (id, known_from, known_to)
where i.:id = closed.id and i.known_from = closed.known_from

-- name: links_load
-- What is stated of the roots of these dossiers, and of all that are linked with them.
with recursive linked (dossier) as (
  select unnest($1::uuid[])
  union
  select other.dossier
  from linked k
  cross join lateral (
    select l.root as dossier from links l where l.dossier = k.dossier
    union all
    select l.dossier from links l where l.root = k.dossier
  ) other
)
select l.dossier::text as dossier, l.root::text as root
from linked k join links l on l.dossier = k.dossier

-- name: links_forget
delete from links l where l.dossier = any($1::uuid[])

-- name: links_write
insert into links (dossier, root) select * from unnest($1::uuid[], $2::uuid[]) l (dossier, root)

-- name: awaited_load
select a.dossier::text as dossier from awaited a

-- name: awaited_write
insert into awaited (dossier) select * from unnest($1::uuid[]) a (dossier) on conflict do nothing

-- name: awaited_forget
delete from awaited a where a.dossier = any($1::uuid[])

-- name: origins_write
insert into origins (item, source, key)
select item, source, key from unnest($1::uuid[], $2::text[], $3::text[]) o (item, source, key)
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
with moved as (
  select * from unnest($1::smallint[], $2::integer[], $3::date[], $4::bigint[]) m (key, unit, month, moved)
), any_unit as (
  insert into month_moves (key, month, moved)
  select key, month, max(moved) from moved group by key, month order by key, month
  on conflict (key, month) do update set moved = excluded.moved
)
insert into months (key, unit, month, moved)
select key, unit, month, moved from moved
on conflict (key, unit, month) do update set moved = excluded.moved

-- name: mark
-- Only where the catalogue position rises, so that the table stays small.
insert into marks (position, catalog_position)
select position, catalog_position from unnest($1::bigint[], $2::bigint[]) m (position, catalog_position)
where catalog_position > coalesce(
  (select k.catalog_position from marks k order by k.position desc limit 1), 0)
