-- Statements: where they are. What they say stands in the log.

-- name: statements_of
-- $1 collection; $2 unit ('' = all), with those that lie below it at $9, now; $3 that may mean this definition
-- ('' = any); $4 only with something to remedy; $5 also withdrawn ones, $6 also those that are not public; $7 before
-- which position (null: the newest), $8 how many.
select s.name, s.position
from statements s
where s.collection = $1
  and ($2 = '' or s.unit = $2 or s.unit in (select a.unit from ancestry a
    where a.ancestor = $2 and a.effective_from < $9 and a.effective_to >= $9 and a.known_to is null))
  and ($3 = '' or $3 = any(s.definitions))
  and (not $4 or s.to_remedy <> '{}')
  and ($5 or not s.withdrawn)
  and ($6 or s.published)
  and ($7::bigint is null or s.position < $7)
order by s.position desc limit $8

-- name: statements_write
insert into statements (name, collection, unit, definitions, to_remedy, published, position)
select t.name, t.collection, t.unit, array(select jsonb_array_elements_text(t.definitions)),
  array(select jsonb_array_elements_text(t.to_remedy)), t.published, t.position
from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[], $5::jsonb[], $6::boolean[], $7::bigint[])
  t (name, collection, unit, definitions, to_remedy, published, position)

-- name: statements_remedied
update statements s
set to_remedy = array(select code from unnest(s.to_remedy) with ordinality u (code, n)
  where not exists (select from unnest($1::text[], $2::text[]) r (name, code) where r.name = s.name and r.code = u.code)
  order by n)
where s.name = any($1::text[])

-- name: statements_published
update statements set published = true where name = any($1::text[])

-- name: statements_withdrawn
update statements set withdrawn = true where name = any($1::text[])
