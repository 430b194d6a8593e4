-- name: told
select catalog_position as catalog, position as submissions from publication

-- name: moved_months
-- Months in which an item moved, or in which a unit with an item lies elsewhere by what became known: key,
-- month, and every scope that holds one of the changed units, or did when it was told.
-- $1 and $2: standing of the catalogue and of submissions; $3 and $4: up to which they were told.
with replaced as (
  select a.unit, min(p.effective_from) as since
  from unit_places p join ancestry a on a.ancestor = p.unit
  where p.known_to > $3 and p.known_to <= $1 or p.known_from > $3 and p.known_from <= $1
    and exists (select from unit_places o where o.unit = p.unit and o.known_from < p.known_from)
  group by a.unit
), moved as (
  select m.key, m.month, n.name as unit from months m join names n on n.number = m.unit
  where m.moved > $4 and m.moved <= $2
  union
  select m.key, m.month, n.name
  from replaced r join names n on n.name = r.unit join months m on m.unit = n.number
  where (m.month + interval '1 month' - interval '7 hours') at time zone 'UTC' > r.since
)
select m.key, m.month, array_agg(distinct a.ancestor) filter (where a.ancestor is not null) as units
from moved m
cross join lateral (
  select (m.month + interval '1 month' - interval '7 hours') at time zone 'UTC' as ends
) month
left join ancestry a on a.unit = m.unit
  and a.effective_from < month.ends and a.effective_to >= month.ends
  and (a.known_from <= $1 and (a.known_to is null or a.known_to > $1)
    or a.known_from <= $3 and (a.known_to is null or a.known_to > $3))
group by m.key, m.month order by m.month, m.key

-- name: month_counts
-- Of a definition (`:class`, by its `:unit` and `:shown`) in [$1, $2) as known at $4 of submissions and $3
-- of the catalogue, for each of the scopes $5, and for the whole tree (''). The tree of units is that of
-- the month's end; $6 the key.
with counted as (
  select n.name as unit, :class as class, count(*) as n, count(*) filter (where :assisted) as assisted
  from months m
  join names n on n.number = m.unit
  join :table i on i.:unit = m.unit and i.:shown >= $1 and i.:shown < $2
  where m.key = $6 and (m.month - interval '7 hours') at time zone 'UTC' = $1
    and i.known_from <= $4 and i.known_to > $4
  group by 1, 2
), scoped as (
  select a.ancestor as unit, k.class, k.n, k.assisted
  from counted k join ancestry a on a.unit = k.unit
    and a.effective_from < $2 and a.effective_to >= $2
    and a.known_from <= $3 and (a.known_to is null or a.known_to > $3)
  where a.ancestor = any($5::text[])
  union all
  select '', k.class, k.n, k.assisted from counted k
)
select unit, class, sum(n)::bigint as n, sum(assisted)::bigint as assisted
from scoped where class is not null group by unit, class

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
