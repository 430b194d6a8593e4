-- name: keep_acceptances
insert into acceptances (unit, dossier, offering, accepted_at, level, catalog_position)
select t.unit, t.dossier, t.offering, t.accepted_at, t.level, t.catalog_position
from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[], $5::integer[], $6::bigint[])
  as t (unit, dossier, offering, accepted_at, level, catalog_position)
on conflict (unit, dossier) do update
set offering = excluded.offering, accepted_at = excluded.accepted_at, level = excluded.level,
  catalog_position = excluded.catalog_position

-- name: acceptances_after
-- Acceptances of the units $1 after ($2, $3); $4 how many. `touched`: the offering's history was changed
-- by events that the acceptance was not decided on; only then can it differ from what is known at the
-- catalogue position $5.
select a.unit, a.dossier, a.offering, a.accepted_at, a.level, a.catalog_position,
  a.catalog_position < $5 and
  coalesce((select o.position from offerings o where o.name = a.offering) > a.catalog_position, false)
    as touched
from acceptances a
where a.unit = any($1::text[]) and (a.unit, a.dossier) > ($2, $3)
order by a.unit, a.dossier limit $4
