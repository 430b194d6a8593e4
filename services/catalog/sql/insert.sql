-- name: insert_units
insert into units (name, effective_time, position, version, parent, fact)
select name, effective_time, position, version, parent, fact
from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::integer[], $5::text[], $6::bytea[])
  as t (name, effective_time, position, version, parent, fact)

-- name: insert_service_versions
insert into service_versions (name, published, effective_time, position, version, number, content)
select name, published, effective_time, position, version, number, content
from unnest(
  $1::text[], $2::boolean[], $3::timestamptz[], $4::bigint[], $5::integer[], $6::integer[], $7::bytea[]
) as t (name, published, effective_time, position, version, number, content)

-- name: insert_offerings
insert into offerings (name, service, unit, effective_time, position, fact)
select name, service, unit, effective_time, position, fact
from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[], $6::bytea[])
  as t (name, service, unit, effective_time, position, fact)

-- name: insert_recordings
insert into recordings (offering, effective_time, position, fact)
select offering, effective_time, position, fact
from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::bytea[])
  as t (offering, effective_time, position, fact)

-- name: insert_spans
insert into spans (
  offering, position, effective_time, version, earned, attainable, level, extent, ceiling,
  level_rule, extent_rule
)
select
  offering, position, effective_time, version, earned, attainable, level, extent, ceiling,
  level_rule, extent_rule
from unnest(
  $1::text[], $2::bigint[], $3::timestamptz[], $4::integer[], $5::smallint[], $6::smallint[],
  $7::smallint[], $8::smallint[], $9::smallint[], $10::text[], $11::text[]
) as t (
  offering, position, effective_time, version, earned, attainable, level, extent, ceiling,
  level_rule, extent_rule
)
