-- Live figures: the months in which something moved.

-- name: moved_months
-- Months of [$4, $5) in which an item moved, or in which a unit with an item lies elsewhere by what became
-- known: key, month, and every scope that holds one of the changed units, or did when it was told. $1: where
-- the catalogue stands; $2 and $3: up to where it and submissions were told. A month that moved after the
-- position that is told now may have moved before it, too. Scopes are those of any time of the month: until a unit
-- moves, the month is told by the tree before that.
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
  select (m.month - interval '7 hours') at time zone 'UTC' as begins,
    (m.month + interval '1 month' - interval '7 hours') at time zone 'UTC' as ends
) month
left join ancestry a on a.unit = m.unit
  and a.effective_from < month.ends and a.effective_to >= month.begins
  and (a.known_from <= $1 and (a.known_to is null or a.known_to > $1)
    or a.known_from <= $2 and (a.known_to is null or a.known_to > $2))
where m.month >= $4 and m.month < $5
group by m.key, m.month order by m.month, m.key
