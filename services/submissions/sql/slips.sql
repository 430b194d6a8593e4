-- name: learn_unit_names
insert into unit_names (unit, version, effective_time, name)
select t.unit, t.version, t.effective_time, t.name
from unnest($1::text[], $2::integer[], $3::timestamptz[], $4::bytea[])
  as t (unit, version, effective_time, name)
on conflict (unit, version) do update
set effective_time = excluded.effective_time, name = excluded.name

-- name: forget_unit_names
-- Changes that were withdrawn before they began.
delete from unit_names n using unnest($1::text[], $2::integer[], $3::bigint[])
  as t (unit, version, position)
where n.unit = t.unit and n.version = t.version

-- name: slip_texts
-- What the version $2 of the service $1 says, and what the units $3 are called at the instant $4.
select (
  select v.content from service_versions v where v.service = $1 and v.version = $2
) as content, array_agg(named.unit) as units, array_agg(named.name) as names
from (
  select distinct on (n.unit) n.unit, n.name from unit_names n
  where n.unit = any($3::text[]) and n.effective_time <= $4
  order by n.unit, n.effective_time desc, n.version desc
) named
