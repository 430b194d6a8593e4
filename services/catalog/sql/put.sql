-- name: put_closed
-- What was known of these resources is known until these positions.
update resources r
set known_to = t.position
from unnest($1::text[], $2::text[], $3::bigint[]) as t (kind, name, position)
where r.kind = t.kind and r.name = t.name and r.known_to = 9223372036854775807

-- name: put_rows
insert into resources (
  kind, name, known_from, known_to, effective_from, effective_to, version, state, unit, parent, field,
  level, extent, verdict, rule, codes, sort_key, words, content
)
select
  t.kind, t.name, t.known_from, t.known_to, t.effective_from, coalesce(t.effective_to, 'infinity'),
  t.version, t.state, t.unit, t.parent, t.field, t.level, t.extent, t.verdict, t.rule,
  string_to_array(t.codes, chr(31)), t.sort_key, array_to_tsvector(string_to_array(t.words, ' ')),
  t.content
from unnest(
  $1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::timestamptz[],
  $7::integer[], $8::smallint[], $9::text[], $10::text[], $11::text[], $12::smallint[],
  $13::smallint[], $14::smallint[], $15::text[], $16::text[], $17::bytea[], $18::text[], $19::bytea[]
) as t (
  kind, name, known_from, known_to, effective_from, effective_to, version, state, unit, parent, field,
  level, extent, verdict, rule, codes, sort_key, words, content
)

-- name: put_unit_facts
insert into unit_facts (position, unit, version, type, occurred_at, fact)
select t.position, t.unit, t.version, t.type, t.occurred_at, t.fact
from unnest($1::bigint[], $2::text[], $3::integer[], $4::text[], $5::timestamptz[], $6::bytea[])
  as t (position, unit, version, type, occurred_at, fact)
