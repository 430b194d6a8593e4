-- Whole months of few units. Every row is found by its key, whatever the values, so that one plan serves all
-- questions: making one takes several times as long as running it.

-- name: unit_months
-- In one snapshot: where both streams stand, and of each unit of the scope and month what moved it last, whether
-- its cells are up to that, these, and its leaf. A unit in the tree is a known one. $1 definition,
-- $2 unit, $3 alone, $4 as of when the tree is meant, $5 key, $6 months, $7 catalogue position asked for, $8
-- units and months at most: of more, `many` tells how many units there are and nothing else is read. A leaf that
-- is not kept is made of its items (`made`), where all of these are $9 at most; $10 how lines go on with each
-- class. A lateral `limit 1` is a look by the key, and never a join over whole tables.
with standing as materialized (
  select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
    coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
  from checkpoints
), here as materialized (
  select n.name, n.number
  from standing s
  cross join lateral :within($2, $3, $4, coalesce($7, s.catalog)) u
  cross join lateral (select n.name, n.number from names n where n.name = u.unit limit 1) n
  limit $8 + 1
), found as materialized (
  select h.name, h.number, a.month, m.moved, m.built >= m.moved and m.adopted >= :adopted as fresh,
    l.leaf, coalesce(l.made = m.moved, false) as has_leaf, c.classes, c.n, c.assisted, c.items
  from here h
  cross join unnest($6::date[]) a (month)
  cross join lateral (
    select m.moved, m.built, m.adopted from months m
    where m.key = $5 and m.month = a.month and m.unit = h.number limit 1
  ) m
  cross join lateral (
    select array_agg(c.class) as classes, array_agg(c.n) as n, array_agg(c.assisted) as assisted, coalesce(sum(c.n), 0) as items
    from month_cells c where c.definition = $1 and c.month = a.month and c.unit = h.number
  ) c
  left join lateral (
    select l.made, l.leaf from month_leaves l
    where l.definition = $1 and l.month = a.month and l.unit = h.number limit 1
  ) l on true
  where (select count(*) from here) * cardinality($6) <= $8
), few as materialized (
  select bool_and(fresh) and coalesce(sum(items) filter (where not has_leaf), 0) <= $9 as are from found
)
select s.catalog, s.submissions, true as has_unit, true as has_service, :counts as has_counted,
  (select count(*) from here) as many, to_regclass('dossier_items')::oid as tables,
  f.name, f.month, f.moved, f.fresh, case when f.has_leaf then f.leaf else made.leaf end as leaf,
  f.has_leaf or few.are as has_leaf, few.are and not f.has_leaf as made, f.number, f.items, f.classes, f.n, f.assisted
from standing s
cross join few
left join found f on true
left join lateral (
  select sha256(convert_to(string_agg(
    :kind || e'\t' || :prefix || i.id || e'\t' || ($10::jsonb ->> i.class::text) || e'\n', '' order by i.id), 'UTF8')) as leaf
  from (
    select :item as id, :class as class from :table i
    where i.:unit = f.number and i.:shown >= (f.month - interval '7 hours') at time zone 'UTC'
      and i.:shown < (f.month + interval '1 month' - interval '7 hours') at time zone 'UTC'
      and i.known_to = 9223372036854775807
    offset 0 -- or the class would be found twice
  ) i
  where few.are and not f.has_leaf and i.class is not null
) made on true

-- name: leaves_keep
-- Leaves that were made of items as they stood when $5 had moved their month last, of definitions $1, in the
-- tables $6: not where others have taken their place meanwhile (`rebuilding/`).
insert into month_leaves (definition, unit, month, leaf, made)
select definition, unit, month, leaf, moved
from unnest($1::text[], $2::integer[], $3::date[], $4::bytea[], $5::bigint[]) kept (definition, unit, month, leaf, moved)
where to_regclass('dossier_items')::oid = $6
order by definition, unit, month
on conflict (definition, unit, month) do update set leaf = excluded.leaf, made = excluded.made
where month_leaves.made < excluded.made
