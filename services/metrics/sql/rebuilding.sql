-- Tables made again beside those in use, in a schema of their own, until they take their place. `:beside` and
-- `:retired` are schemas, `:table` one of their tables or views.

-- name: rebuilding_alone
-- One at a time; held until the connection ends.
select pg_try_advisory_lock(x'72656275696c64'::bigint)

-- name: rebuilding_schema
drop schema if exists :beside cascade;
drop schema if exists :retired cascade;
create schema :beside;
create schema :retired

-- name: rebuilding_granted
grant usage on schema :beside to :role

-- name: rebuilding_made
select tablename from pg_tables where schemaname = $1

-- name: rebuilding_unneeded
drop table :beside.:table cascade

-- name: rebuilding_target
-- Up to where the tables in use have followed, at one moment: what submissions were decided on is there.
select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
  coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
from public.checkpoints

-- name: rebuilding_parked
-- Whether the projection in use was let pass an event, why and by whom.
select event_id, reason, parked_by from public.parked where projection = $1 and position = $2

-- name: rebuilding_hold
-- Until the transaction ends nobody moves the tables in use.
select position from public.checkpoints where projection = any($1::text[]) order by projection for update

-- name: rebuilding_lock
lock table public.:table in access exclusive mode

-- name: rebuilding_retire
alter table public.:table set schema :retired

-- name: rebuilding_take_over
alter table :beside.:table set schema public

-- name: rebuilding_done
drop schema :beside cascade;
drop schema :retired cascade

-- name: rebuilding_leaves
-- Definitions and months of which a leaf is kept in use.
select distinct definition, month from public.month_leaves order by month desc, definition

-- name: rebuilding_compared
-- Kept leaves and cells of months that no event moved since both were made: how many of each were compared, and
-- those that differ ($3 of them). $1 and $2: each definition, and the key of its months; $4: only of months that
-- moved after that position.
with same as (
  select p.key, p.unit, p.month
  from public.months p join :beside.months b on b.key = p.key and b.unit = p.unit and b.month = p.month
  where p.moved > $4 and p.moved = b.moved and p.adopted = b.adopted and p.built >= p.moved and b.built >= b.moved
), keyed as (
  select d.definition, s.unit, s.month
  from unnest($1::text[], $2::smallint[]) d (definition, key) join same s on s.key = d.key
), cells as (
  select coalesce(p.definition, b.definition) as definition, coalesce(p.unit, b.unit) as unit,
    coalesce(p.month, b.month) as month, p.n is not distinct from b.n and p.assisted is not distinct from b.assisted as equal
  from (select c.* from keyed k join public.month_cells c using (definition, unit, month)) p
  full join (select c.* from keyed k join :beside.month_cells c using (definition, unit, month)) b
    on b.definition = p.definition and b.unit = p.unit and b.month = p.month and b.class = p.class
), leaves as (
  select p.definition, p.unit, p.month, p.leaf is not distinct from b.leaf as equal
  from public.month_leaves p join :beside.month_leaves b
    on b.definition = p.definition and b.unit = p.unit and b.month = p.month and b.made = p.made
  where p.made > $4
), differing as (
  select distinct d.definition, n.name as unit, d.month
  from (select * from cells union all select * from leaves) d join names n on n.number = d.unit
  where not d.equal
)
select (select count(*) from cells) as cells, (select count(*) from leaves) as leaves,
  (select count(*) from differing) as different,
  array(select definition || ' ' || unit || ' ' || to_char(month, 'YYYY-MM') from differing order by 1 limit $3) as some
