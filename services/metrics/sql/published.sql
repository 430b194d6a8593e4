-- Published figures: where they are, and which of them may have moved.

-- name: figure_of
-- $1 `publications/{publication}`.
select figure from publications where publication = $1

-- name: publications_of
-- $1 unit ('': the whole tree), $2 also those that lie below it at $10, now; $3 definition by id, $4 service
-- ('' = all, of both); $5 and $6 between which days periods lie (null: any); $7 also superseded ones; $8 before
-- which position (null: the newest), $9 how many.
select p.publication, p.figure, p.position
from publications p join figures f on f.figure = p.figure
where (f.unit = $1 or $2 and ($1 = '' or f.unit in (select a.unit from ancestry a
    where a.ancestor = $1 and a.effective_from < $10 and a.effective_to >= $10 and a.known_to is null)))
  and ($3 = '' or split_part(f.definition, '@', 1) = $3)
  and ($4 = '' or f.service = $4)
  and ($5::date is null or f.start_date >= $5)
  and ($6::date is null or f.end_date <= $6)
  and ($7 or not p.superseded)
  and ($8::bigint is null or p.position < $8)
order by p.position desc limit $9

-- name: figures_published
-- What was published of figures ($1), in order. Their streams hold each revision, too, as many as minutes: none of these
-- is looked at.
select e.position, e.stream, e.version, e.event_id, e.command_id, e.n, e.fingerprint, e.type, e.subject, e.occurred_at,
  e.recorded_at, e.actor, e.traceparent, e.payload
from publications p join events e on e.position = p.position
where p.figure = any($1::uuid[])
order by e.position

-- name: figures_by_publication
-- Of figures' streams ($1) each publication, and what was told last before the next, from the newest event back (up to the
-- position $2; null: of all). A revision ($3) says how many there were since its publication: none of these is looked at.
with recursive back as (
  select n.* from (select distinct unnest($1::text[])) f (stream) cross join lateral (
    select e.* from events e where e.stream = f.stream and ($2::bigint is null or e.position <= $2)
    order by e.version desc limit 1) n
  union all
  select n.* from back b join events n on n.stream = b.stream and n.version = b.version
    - case when b.type = $3 then (convert_from(b.payload, 'UTF8')::json ->> 'number')::integer else 1 end
)
select e.position, e.stream, e.version, e.event_id, e.command_id, e.n, e.fingerprint, e.type, e.subject, e.occurred_at,
  e.recorded_at, e.actor, e.traceparent, e.payload
from back e order by e.position

-- name: figure_revisions
-- The events of a figure's stream ($1) from one version ($2) to another ($3).
select e.position, e.stream, e.version, e.event_id, e.command_id, e.n, e.fingerprint, e.type, e.subject, e.occurred_at,
  e.recorded_at, e.actor, e.traceparent, e.payload
from events e where e.stream = $1 and e.version between $2 and $3 order by e.version

-- name: figures_write
-- Of a figure that is published the first time everything, of others when it was told, and that it is to be
-- looked at: it may have been published as known earlier.
insert into figures (figure, definition, unit, service, alone, filters, units_at, start_date, end_date, as_of,
  told_at, stale_since, moved_at, latest, disclosed, shown)
select figure, definition, unit, service, alone, filters, units_at, start_date, end_date, as_of, told_at, told_at,
  told_at, latest, disclosed, shown
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::jsonb[], $7::timestamptz[],
  $8::date[], $9::date[], $10::timestamptz[], $11::timestamptz[], $12::bytea[], $13::boolean[], $14::bytea[])
  f (figure, definition, unit, service, alone, filters, units_at, start_date, end_date, as_of, told_at, latest,
    disclosed, shown)
on conflict (figure) do update set
  told_at = excluded.told_at, stale_since = excluded.told_at, moved_at = excluded.told_at,
  latest = excluded.latest, disclosed = excluded.disclosed, shown = coalesce(excluded.shown, figures.shown)

-- name: publications_supersede
update publications set superseded = true where figure = any($1::uuid[]) and not superseded

-- name: publications_write
insert into publications (publication, figure, position, superseded)
select * from unnest($1::text[], $2::uuid[], $3::bigint[], $4::boolean[])

-- name: figures_told
-- When something was told last of figures ($1, $2), and whether that is other numbers than those published ($3).
update figures f set told_at = t.told_at, revised = t.revised
from unnest($1::uuid[], $2::timestamptz[], $3::boolean[]) t (figure, told_at, revised) where f.figure = t.figure

-- name: published_up_to
select coalesce(max(position), 0) from checkpoints where projection = 'published'

-- name: subtrees
-- Units below these ($1), when, and from and to which position of the catalogue that was known; and every unit
-- below itself. Without those that never had an item, as everybody knows of units that offer nothing.
select a.ancestor, a.unit, greatest(a.effective_from, '0001-01-02 00:00Z') as effective_from,
  least(a.effective_to, '9999-12-30 00:00Z') as effective_to, a.known_from,
  coalesce(a.known_to, 9223372036854775807) as known_to
from ancestry a join names n on n.name = a.unit
where a.ancestor = any($1::text[]) or a.ancestor = a.unit

-- name: values_with_items
-- Values of dimensions that have no fixed ones: services and fields that ever had an item; `unknown` of services where
-- an item ever was of none, such as a petition.
select 'service' as dimension, coalesce(nullif(name, ''), 'unknown') as value from names
where name like 'services/%' or name = ''
union all
select distinct 'field', n.name from service_versions v join names n on n.name = v.field

-- name: units_with_counts
-- Units that ever had counted facts, of any of these populations ($1), one look into an index for each.
select n.name as unit from names n
where n.name like 'units/%' and exists (
  select from unnest($1::int[]) p
  where exists (select from count_items c where c.population = p and c.unit = n.number))

-- name: disclosures_span
-- [first, last) of all periods of these definitions ($1) that overlap [$2, $3), and of that itself.
select least($2, min(start_date)) as first, greatest($3, max(end_date)) as last
from figures where definition = any($1::text[]) and start_date < $3 and end_date > $2

-- name: disclosures
-- What the public may read of figures of these definitions ($1) whose periods overlap [$2, $3), whether others of
-- them were published before, whether they have other numbers by now, or may have, and up to where in the own log that
-- is known. In one order: each process decides alike.
with followed as (
  select coalesce(max(position), 0) as position from checkpoints where projection = 'published'
)
select p.position, f.figure, f.latest, f.disclosed, f.shown,
  exists (select from publications b where b.figure = f.figure and b.superseded) as superseded,
  f.revised or (f.stale_since is not null and f.moved_at > f.told_at) as moved
from followed p left join figures f
  on f.definition = any($1::text[]) and f.start_date < $3 and f.end_date > $2
order by f.figure

-- name: units_above
-- The units above one ($1) at an instant ($2), as known now, by name; '', the whole tree, where its root is not the only
-- one that is open.
with above as (
  select ancestor from ancestry
  where unit = $1 and ancestor <> '' and effective_from < $2 and $2 <= effective_to and known_to is null
), closed as (
  select unit from unit_places where parent is null and effective_from < $2 and known_to is null
)
select ancestor from above where ancestor <> $1
union
select '' from edges e
where $1 <> '' and e.parent = '' and e.effective_from < $2 and $2 <= e.effective_to and e.known_to is null
  and e.unit not in (select ancestor from above) and e.unit not in (select unit from closed)
order by ancestor
