-- Cells of months are rebuilt from their items. `:unit` and `:shown` are the columns of the key.

-- name: stale_lock
-- Some months of a key ($1) whose cells are behind, the first ones first; nobody moves them meanwhile.
select unit, month, moved from months
where key = $1 and built < moved
order by month desc, unit limit $2 for update skip locked

-- name: behind_lock
-- Some months of a key ($1) whose cells are those of fewer definitions than were adopted up to $2, the first ones first: the items
-- of a month lie together.
select unit, month, adopted from months
where key = $1 and adopted < $2 and built >= moved
order by adopted, month limit $3 for update skip locked

-- name: months_adopted
update months m set adopted = $2
from unnest($3::integer[], $4::date[]) behind (unit, month)
where m.key = $1 and m.unit = behind.unit and m.month = behind.month

-- name: cells_forget
-- Each found by its key: of a definition whose cells are just being built, PostgreSQL expects none, and would read
-- all that there are already for every few hundred months. Whoever holds the months is the only one who writes.
delete from month_cells c where c.ctid = any(array(
  select mine.ctid
  from unnest($1::text[]) d (definition)
  cross join unnest($2::integer[], $3::date[]) stale (unit, month)
  cross join lateral (
    select m.ctid from month_cells m
    where m.definition = d.definition and m.month = stale.month and m.unit = stale.unit
    offset 0
  ) mine
))

-- name: cells_build
-- Grouped by the classes of all definitions ($1) at once, then apart.
with stale as (
  select s.unit, s.month, (s.month - interval '7 hours') at time zone 'UTC' as since,
    (s.month + interval '1 month' - interval '7 hours') at time zone 'UTC' as until
  from unnest($2::integer[], $3::date[]) s (unit, month)
), vector as (
  select s.unit, s.month, classes, count(*) as n, count(*) filter (where :assisted) as assisted
  from stale s
  join :table i on i.:unit = s.unit and i.:shown >= s.since and i.:shown < s.until
  cross join lateral (select :classes as classes) c
  where i.known_to = 9223372036854775807
  group by s.unit, s.month, classes
)
insert into month_cells (definition, unit, month, class, n, assisted)
select d.definition, v.unit, v.month, d.class, sum(v.n), sum(v.assisted)
from vector v cross join lateral unnest($1::text[], v.classes) d (definition, class)
where d.class is not null
group by d.definition, v.unit, v.month, d.class

-- name: months_built
-- $5: up to where definitions were adopted that have cells of them.
update months m set built = stale.moved, adopted = $5
from unnest($2::integer[], $3::date[], $4::bigint[]) stale (unit, month, moved)
where m.key = $1 and m.unit = stale.unit and m.month = stale.month
