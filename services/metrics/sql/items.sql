-- Questions that need single items: whether there is any, and lists of them.
-- $1 unit ('' = whole tree), $2 alone, $3 what items are chosen by ('{}' = all), $4 as of when the tree of units is meant,
-- $5 and $6 instants [since, until), $7 catalogue position, $8 submissions position, $9 the key. `:unit`
-- and `:shown` are the columns of the key, `:class` is the definition.

-- name: has_items_known
select exists (
  select from :table i
  where i.:shown >= $5 and i.:shown < $6 and i.known_from <= $8 and i.known_to > $8
    and (:chosen3)
    and :class is not null
    and i.:unit = any(array(
      select m.unit from months m
      where m.key = $9 and ($1 = '' or m.unit = any(array(
        select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit)))))
)

-- name: items_known
-- A page of items, unit by unit, in each by time and id, after ($10, $11, $12); $13 how many, $14 only
-- those of this unit of the scope ('' = all). The inner
-- limit keeps the reading of a page in that order, so that a page costs the same however large the
-- figure is.
with scope as materialized (
  select m.unit from months m
  where m.key = $9 and m.unit >= $10
    and ($14 = '' or m.unit = (select n.number from names n where n.name = $14))
    and ($1 = '' or m.unit = any(array(
    select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit)))
  group by m.unit
)
select i.number, u.name as unit, s.name as service, i.class, i.id, :prefix || i.item as name, i.key_at,
  i.known_from, coalesce(o.source, '') as source, coalesce(o.key, '') as source_key
from (
  select scope.unit as number, v.*
  from scope
  cross join lateral (
    select i.:id as id, :item as item, i.service, i.:shown as key_at, i.known_from, :class as class
    from :table i
    where i.:unit = scope.unit and i.:shown >= $5 and i.:shown < $6
      and i.known_from <= $8 and i.known_to > $8
      and (:chosen3)
      and (scope.unit > $10 or (i.:shown, i.:id) > ($11, $12))
      and :class is not null
    order by i.:shown, i.:id limit $13
  ) v
  order by scope.unit, v.key_at, v.id limit $13
) i
join names u on u.number = i.number
join names s on s.number = i.service
left join origins o on o.item = i.id
order by i.number, i.key_at, i.id
