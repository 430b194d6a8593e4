-- Published figures: where they are, and which of them may have moved.

-- name: figure_of
-- $1 `publications/{publication}`.
select figure from publications where publication = $1

-- name: publications_of
-- $1 unit ('' = all), with those that lie below it at $6, now; $2 definition by id ('' = all); $3 also
-- superseded ones; $4 before which position (null: the newest), $5 how many.
select p.publication, p.figure, p.position
from publications p join figures f on f.figure = p.figure
where ($1 = '' or f.unit = $1 or f.unit in (select a.unit from ancestry a
    where a.ancestor = $1 and a.effective_from < $6 and a.effective_to >= $6 and a.known_to is null))
  and ($2 = '' or split_part(f.definition, '@', 1) = $2)
  and ($3 or not p.superseded)
  and ($4::bigint is null or p.position < $4)
order by p.position desc limit $5

-- name: figures_write
-- Of a figure that is published the first time everything, of others when it was told, and that it is to be
-- looked at: it may have been published as known earlier.
insert into figures (figure, definition, unit, service, alone, filters, start_date, end_date, as_of, told_at,
  stale_since, moved_at)
select figure, definition, unit, service, alone, filters, start_date, end_date, as_of, told_at, told_at, told_at
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::jsonb[], $7::date[], $8::date[],
  $9::timestamptz[], $10::timestamptz[])
  f (figure, definition, unit, service, alone, filters, start_date, end_date, as_of, told_at)
on conflict (figure) do update set
  told_at = excluded.told_at, stale_since = excluded.told_at, moved_at = excluded.told_at

-- name: publications_supersede
update publications set superseded = true where figure = any($1::uuid[]) and not superseded

-- name: publications_write
insert into publications (publication, figure, position, superseded)
select * from unnest($1::text[], $2::uuid[], $3::bigint[], $4::boolean[])

-- name: figures_revised
update figures f set told_at = t.told_at
from unnest($1::uuid[], $2::timestamptz[]) t (figure, told_at) where f.figure = t.figure
