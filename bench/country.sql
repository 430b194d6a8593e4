-- A country's dossiers, as copies of those that the projector wrote: each keeps the facts, times and
-- positions of one of them, and is another dossier of another unit.

-- name: country_units
-- The numbers of $1 units that have no dossiers of their own.
insert into names (name) select 'units/big-' || n from generate_series(0, $1::integer - 1) n
on conflict do nothing

-- name: country_keys
-- The primary key of table $1.
select conname as name, pg_get_constraintdef(oid) as made
from pg_constraint where contype = 'p' and conrelid::regclass::text = $1 order by conname

-- name: country_indexes
select indexname as name, indexdef as made from pg_indexes where tablename = $1 order by indexname

-- name: country_originals
create temp table originals as select * from :table

-- name: country_original_months
select distinct date_trunc('month', :instant) as month from originals i order by month

-- name: country_copies
-- $1 copies of what happened in month $3, at $2 units; `:columns` of the table, of which `:values` are copied. All that
-- is known of one dossier goes to one unit.
insert into :table (:columns)
select :values
from generate_series(1, $1::integer) k
cross join originals i
cross join lateral (select md5(i.dossier::text || k)::uuid as dossier) c
join names u on u.name = 'units/big-' || abs(hashtext(c.dossier::text)::bigint) % $2::integer
where date_trunc('month', :instant) = $3::timestamptz

-- name: country_months
-- As the projector marks them, of all items.
insert into months (key, unit, month, moved)
select shown.key, shown.unit, (date_trunc('month', at at time zone 'UTC' + interval '7 hours'))::date, max(known_from)
from dossier_items i
cross join lateral (
  values (1, i.unit, i.accepted_shown), (2, i.handling_unit, i.ended_at), (3, i.rated_unit, i.first_rated_at)
) shown (key, unit, at)
where at is not null
group by 1, 2, 3
on conflict (key, unit, month) do update set moved = greatest(months.moved, excluded.moved)

-- name: country_month_moves
insert into month_moves (key, month, moved)
select key, month, max(moved) from months group by key, month
on conflict (key, month) do update set moved = excluded.moved

-- name: country_size
-- Bytes with indexes: of a version of a dossier; of a dossier, its intervals, all cells, all leaves.
select
  pg_total_relation_size('dossier_items') / count(*)::float as version,
  count(*) as versions, count(distinct dossier) as dossiers,
  pg_total_relation_size('intervals') as intervals, pg_total_relation_size('month_cells') as cells,
  pg_total_relation_size('month_leaves') as leaves, pg_total_relation_size('months') as months
from dossier_items
