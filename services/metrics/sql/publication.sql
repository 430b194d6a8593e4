-- name: told
select catalog_position as catalog, position as submissions from publication

-- name: moved_months
-- Months with a changed cell, or in which a unit with a cell lies elsewhere by what became known:
-- definition, month, and every scope that holds one of the changed units, or did when it was told.
-- $1 and $2: standing of the catalogue and of submissions; $3 and $4: up to which they were told.
with replaced as (
  select a.unit, min(p.effective_from) as since
  from unit_places p join ancestry a on a.ancestor = p.unit
  where p.known_to > $3 and p.known_to <= $1 or p.known_from > $3 and p.known_from <= $1
    and exists (select from unit_places o where o.unit = p.unit and o.known_from < p.known_from)
  group by a.unit
), moved as (
  select p.definition, c.day, p.unit from month_cells c join series p on p.id = c.series
  where c.whole and c.position > $4 and c.position <= $2
  union
  select p.definition, c.day, p.unit
  from replaced r join series p on p.unit = r.unit join month_cells c on c.series = p.id
  where c.whole and (c.day + interval '1 month' - interval '7 hours') at time zone 'UTC' > r.since
)
select m.definition, m.day, array_agg(distinct a.ancestor) filter (where a.ancestor is not null) as units
from moved m
cross join lateral (
  select (m.day + interval '1 month' - interval '7 hours') at time zone 'UTC' as ends
) month
left join ancestry a on a.unit = m.unit
  and a.effective_from < month.ends and a.effective_to >= month.ends
  and (a.known_from <= $1 and (a.known_to is null or a.known_to > $1)
    or a.known_from <= $3 and (a.known_to is null or a.known_to > $3))
group by m.definition, m.day order by m.day, m.definition

-- name: month_counts
-- Of a definition ($1) in [$2, $3) as known at $5 of submissions and $4 of the catalogue, for each of the
-- scopes $6, and for the whole tree (''). The tree of units is that of the month's end.
with counted as (
  select p.unit, p.membership, p.reason, sum(c.weight) as n,
    coalesce(sum(c.weight) filter (where c.assisted), 0) as assisted
  from contributions c join series p on p.id = c.series
  where c.series = any(array(select id from series where definition = $1 and service <> ''))
    and c.key_at >= $2 and c.key_at < $3
    and c.from_position <= $5 and (c.to_position is null or c.to_position > $5)
  group by p.unit, p.membership, p.reason
), scoped as (
  select a.ancestor as unit, k.membership, k.reason, k.n, k.assisted
  from counted k join ancestry a on a.unit = k.unit
    and a.effective_from < $3 and a.effective_to >= $3
    and a.known_from <= $4 and (a.known_to is null or a.known_to > $4)
  where a.ancestor = any($6::text[])
  union all
  select '', k.membership, k.reason, k.n, k.assisted from counted k
)
select unit, membership, reason, sum(n)::bigint as n, sum(assisted)::bigint as assisted
from scoped group by unit, membership, reason

-- name: month_digests
-- The same question's digests; see `digest_known`.
with named as (
  select p.unit, c.dossier, 'dossier' || e'\t' || 'dossiers/' || c.dossier || e'\t'
    || (array['numerator', 'denominator', 'excluded', 'unknown'])[p.membership] || e'\t'
    || p.reason || e'\t' || c.weight || e'\n' as line
  from contributions c join series p on p.id = c.series
  where c.series = any(array(select id from series where definition = $1 and service <> ''))
    and c.key_at >= $2 and c.key_at < $3
    and c.from_position <= $5 and (c.to_position is null or c.to_position > $5)
), scoped as (
  select a.ancestor as unit, n.dossier, n.line
  from named n join ancestry a on a.unit = n.unit
    and a.effective_from < $3 and a.effective_to >= $3
    and a.known_from <= $4 and (a.known_to is null or a.known_to > $4)
  where a.ancestor = any($6::text[])
  union all
  select '', n.dossier, n.line from named n
)
select unit, encode(sha256(convert_to(string_agg(line, '' order by dossier), 'UTF8')), 'hex') as digest
from scoped group by unit

-- name: lock
-- Two publishers at once: the second waits here, sees that the first has told it, and leaves.
select catalog_position as catalog, position as submissions from publication for update

-- name: versions
select definition, unit, month, version, content from published_figures
where (definition, month) in (select * from unnest($1::text[], $2::date[]))

-- name: note_figures
insert into published_figures (definition, unit, month, version, content)
select * from unnest($1::text[], $2::text[], $3::date[], $4::integer[], $5::bytea[])
on conflict (definition, unit, month) do update set
  version = excluded.version, content = excluded.content

-- name: note_position
update publication set catalog_position = $1, position = $2
