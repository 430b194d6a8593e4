-- name: units_write
insert into units (unit, parent, effective_from, known_from)
select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[])

-- name: ancestry_write
-- After the units of the batch, so that a parent may come in the same batch.
insert into ancestry (ancestor, unit, known_from)
with recursive up (ancestor, unit, known_from) as (
  select opened.unit, opened.unit, opened.position
  from unnest($1::text[], $2::bigint[]) opened (unit, position)
  union all
  select u.parent, up.unit, up.known_from from up join units u on u.unit = up.ancestor
  where u.parent <> ''
)
select ancestor, unit, known_from from up

-- name: service_versions_write
insert into service_versions (service, version, authority, effective_from, known_from)
select * from unnest($1::text[], $2::integer[], $3::text[], $4::timestamptz[], $5::bigint[])

-- name: offerings_write
insert into offerings (offering, service, unit, effective_from, known_from)
select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[])

-- name: level_spans_close
update level_spans s set known_to = replaced.position
from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[])
  replaced (offering, since, until, position)
where s.offering = replaced.offering and s.effective_from >= replaced.since
  and s.effective_from < replaced.until and s.known_to is null

-- name: level_spans_write
insert into level_spans (
  offering, effective_from, earned, attainable, level, known_from, known_to
)
select * from unnest(
  $1::text[], $2::timestamptz[], $3::integer[], $4::integer[], $5::integer[], $6::bigint[], $7::bigint[]
)

-- name: tree
select unit, parent from units
