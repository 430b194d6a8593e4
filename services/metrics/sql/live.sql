-- Live figures: the months in which something moved, and the figures of one month for every scope.

-- name: moved_months
-- Months of [$4, $5) in which an item moved, or in which a unit with an item lies elsewhere by what became
-- known: key, month, and every scope that holds one of the changed units, or did when it was told. $1: where
-- the catalogue stands; $2 and $3: up to where it and submissions were told. A month that moved after the
-- position that is told now may have moved before it, too.
with replaced as (
  select a.unit, min(p.effective_from) as since
  from unit_places p join ancestry a on a.ancestor = p.unit
  where p.known_to > $2 and p.known_to <= $1 or p.known_from > $2 and p.known_from <= $1
    and exists (select from unit_places o where o.unit = p.unit and o.known_from < p.known_from)
  group by a.unit
), moved as (
  select m.key, m.month, n.name as unit from months m join names n on n.number = m.unit
  where m.moved > $3
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
    or a.known_from <= $2 and (a.known_to is null or a.known_to > $2))
where m.month >= $4 and m.month < $5
group by m.key, m.month order by m.month, m.key

-- name: month_counts
-- Of a definition ($7; `:class`, by its `:unit` and `:shown`) in the local month [$1, $2) as known at $4 of
-- submissions and $3 of the catalogue, for each of the scopes $5, and for the whole tree (''). The tree of
-- units is that of the month's end; $6 the key. Cells serve where nothing moved after them.
with around as materialized (
  select m.unit, m.month, m.built >= m.moved and m.moved <= $4 as fresh
  from months m where m.key = $6 and (m.month - interval '7 hours') at time zone 'UTC' = $1
), counted as (
  select a.unit, c.class, c.n, c.assisted
  from around a join month_cells c on c.definition = $7 and c.unit = a.unit and c.month = a.month
  where a.fresh
  union all
  select a.unit, i.class, count(*), count(*) filter (where i.assisted)
  from around a
  cross join lateral (
    select :class as class, :assisted as assisted from :table i
    where i.:unit = a.unit and i.:shown >= $1 and i.:shown < $2 and i.known_from <= $4 and i.known_to > $4
  ) i
  where not a.fresh and i.class is not null
  group by a.unit, i.class
), named as (
  select n.name as unit, c.class, c.n, c.assisted from counted c join names n on n.number = c.unit
), scoped as (
  select a.ancestor as unit, k.class, k.n, k.assisted
  from named k join ancestry a on a.unit = k.unit
    and a.effective_from < $2 and a.effective_to >= $2
    and a.known_from <= $3 and (a.known_to is null or a.known_to > $3)
  where a.ancestor = any($5::text[])
  union all
  select '', k.class, k.n, k.assisted from named k
)
select unit, class, sum(n)::bigint as n, sum(assisted)::bigint as assisted
from scoped group by unit, class
