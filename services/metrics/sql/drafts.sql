-- A draft of a definition beside one that is answered, over the same items. $1 to $9 as in `items.sql`; $10
-- and $11 each class of the answered one and how the lines of its items go on, $12 and $13 those of the
-- draft. `:class` is the answered one, `:draft` the draft.

-- name: draft_items
-- Not a statement: others begin with it.
scope as materialized (
  select m.unit from months m
  where m.key = $9 and ($1 = '' or m.unit = any(array(
    select n.number from units_then($1, $2, $4, $7) u join names n on n.name = u.unit)))
  group by m.unit
), item as (
  select :item as id, s.unit, i.service, i.:shown as key_at, :assisted as assisted,
    :class as was, :draft as now
  from scope s
  join :table i on i.:unit = s.unit and i.:shown >= $5 and i.:shown < $6
  where i.known_from <= $8 and i.known_to > $8
    and (:chosen3)
), placed as (
  select i.*, w.words as was_words, d.words as now_words
  from item i
  left join unnest($10::smallint[], $11::text[]) w (class, words) on w.class = i.was
  left join unnest($12::smallint[], $13::text[]) d (class, words) on d.class = i.now
)

-- name: draft_counts
with :draft_items
select was, now, count(*) as n, count(*) filter (where assisted) as assisted
from placed where was is not null or now is not null group by was, now

-- name: draft_moved
-- Those that stand elsewhere, by id; $14 how many.
with :draft_items
select :prefix || p.id as name, p.was, p.now, u.name as unit, s.name as service, p.key_at,
  coalesce(o.source, '') as source, coalesce(o.key, '') as source_key
from placed p
join names u on u.number = p.unit
join names s on s.number = p.service
left join origins o on o.item = p.id
where p.was_words is distinct from p.now_words
order by p.id limit $14
