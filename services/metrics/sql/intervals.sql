-- Intervals of dossiers, as the projection keeps them.

-- name: intervals_load
-- The last one of each dossier that is known now, units and officers by name, and its first instant.
select i.dossier::text as dossier, i.number, i.known_from, i.begins, i.ends, i.began, i.status,
  u.name as unit, o.name as officer, i.accepted, i.due, i.requests,
  i.since
from unnest($1::uuid[]) wanted (dossier)
cross join lateral (
  select v.dossier, v.number, v.known_from, v.begins, v.ends, v.began, v.status, v.unit, v.officer,
    v.accepted, v.due, v.requests, min(v.begins) over () as since
  from intervals v
  where v.dossier = wanted.dossier and v.known_to = 9223372036854775807
  order by v.number desc limit 1
) i
join names u on u.number = i.unit
join names o on o.number = i.officer

-- name: intervals_end
update intervals i set ends = e.ends, ended = e.ended, ended_from = e.ended_from
from unnest($1::uuid[], $2::integer[], $3::bigint[], $4::timestamptz[], $5::smallint[], $6::bigint[])
  e (dossier, number, known_from, ends, ended, ended_from)
where i.dossier = e.dossier and i.number = e.number and i.known_from = e.known_from

-- name: intervals_replace
-- Before the batch's own rows are added: all that is known of these dossiers is known no more.
update intervals i set known_to = r.position
from unnest($1::uuid[], $2::bigint[]) r (dossier, position)
where i.dossier = r.dossier and i.known_to = 9223372036854775807
