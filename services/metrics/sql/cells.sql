-- Cells of months are rebuilt from their items. `:unit` and `:shown` are the columns of the key.

-- name: cells_alone
-- Until this transaction ends nobody else builds cells of a key ($1) in these tables.
select pg_advisory_xact_lock(hashtext('cells of ' || current_schema()), $1)

-- name: stale_months
-- Some months of a key ($1) whose cells are behind, the latest first.
select unit, month, moved from months
where key = $1 and built < moved
order by month desc, unit limit $2

-- name: behind_months
-- Some months of a key ($1) whose cells are those of fewer definitions than were adopted up to $2, the first ones first: the items
-- of a month lie together.
select unit, month, moved, adopted from months
where key = $1 and adopted < $2 and built >= moved
order by adopted, month limit $3

-- name: cells_forget
-- Each found by its key: of a definition whose cells are just being built, PostgreSQL expects none, and would read
-- all that there are already for every few hundred months. Only one at a time writes.
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
-- $5: up to where definitions were adopted that have cells of them. Nobody was kept from moving a month while it was built: one
-- that has moved by now is behind again, and one that is just being moved stays behind.
with still as (
  select m.unit, m.month, stale.moved
  from unnest($2::integer[], $3::date[], $4::bigint[]) stale (unit, month, moved)
  join months m on m.key = $1 and m.unit = stale.unit and m.month = stale.month
  for update of m skip locked
)
update months m set built = still.moved, adopted = $5
from still
where m.key = $1 and m.unit = still.unit and m.month = still.month
