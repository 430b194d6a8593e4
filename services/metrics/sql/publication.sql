-- name: told
select position from publication

-- name: moved_months
-- Months with a changed cell: definition, month, and every scope that holds one of the changed units.
-- $1 told up to, $2 standing of submissions, $3 standing of the catalogue.
with moved as (
  select distinct p.definition, c.day, p.unit from month_cells c join series p on p.id = c.series
  where c.whole and c.position > $1 and c.position <= $2
)
select m.definition, m.day, array_agg(distinct a.ancestor) filter (where a.ancestor is not null) as units
from moved m left join ancestry a on a.unit = m.unit and a.known_from <= $3
group by m.definition, m.day order by m.day, m.definition

-- name: month_counts
-- Of a definition ($1) in [$2, $3) as known at $5 of submissions and $4 of the catalogue, for each of the
-- scopes $6, and for the whole tree ('').
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
  from counted k join ancestry a on a.unit = k.unit and a.known_from <= $4
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
  from named n join ancestry a on a.unit = n.unit and a.known_from <= $4
  where a.ancestor = any($6::text[])
  union all
  select '', n.dossier, n.line from named n
)
select unit, encode(sha256(convert_to(string_agg(line, '' order by dossier), 'UTF8')), 'hex') as digest
from scoped group by unit

-- name: lock
-- Two publishers at once: the second waits here, sees that the first has told it, and leaves.
select position from publication for update

-- name: versions
select definition, unit, month, version, content from published_figures
where (definition, month) in (select * from unnest($1::text[], $2::date[]))

-- name: note_figures
insert into published_figures (definition, unit, month, version, content)
select * from unnest($1::text[], $2::text[], $3::date[], $4::integer[], $5::bytea[])
on conflict (definition, unit, month) do update set
  version = excluded.version, content = excluded.content

-- name: note_position
update publication set position = $1
