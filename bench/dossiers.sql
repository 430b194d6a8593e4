-- name: fill_dossiers
-- $1 rows of dossiers at $2 wards, as the projection writes them; $3: what is shown of each. Nine of ten
-- are ended, each of a thousand officers has one in a thousand, and dues lie within two years.
insert into dossiers (
  dossier, unit, receiving_unit, status, accepted, due, submitted, assignee, portal,
  service, channel, content
)
select
  t.dossier, t.ward, t.ward, t.status, t.status <> 1, t.due,
  t.due - 86400000000 * (3 + t.n % 28), 'officer-' || t.n % 1000, 'portal-' || t.n % 3,
  'services/service-' || t.n % 10, t.n % 3 + 1, $3::bytea
from (
  select g.n, gen_random_uuid() as dossier, 'units/big-' || g.n % $2::integer as ward,
    (case when random() < 0.9 then 10 else 1 + floor(random() * 5) end)::smallint as status,
    1767225600000000 + (random() * 63072000)::bigint * 1000000 as due
  from generate_series(1, $1::integer) as g (n)
) as t

-- name: indexes_of_dossiers
-- But for the key: with the statement that makes each.
select i.indexname as name, i.indexdef as made
from pg_indexes i where i.tablename = 'dossiers' and i.indexname <> 'dossiers_pkey'
order by i.indexname
