-- name: keep_days
-- Where the dossiers $1 count from now on; answers the units of which one counts otherwise, or no more.
with now as (
  select t.dossier, t.population, t.unit, t.day, t.service
  from unnest($2::uuid[], $3::smallint[], $4::text[], $5::date[], $6::text[])
    as t (dossier, population, unit, day, service)
), before as (
  select d.dossier, d.population, d.unit from counted_days d
  left join now n on n.dossier = d.dossier and n.population = d.population
  where d.dossier = any($1::uuid[]) and (n.unit, n.day, n.service) is distinct from (d.unit, d.day, d.service)
), gone as (
  delete from counted_days d using before b
  where d.dossier = b.dossier and d.population = b.population
  and not exists (select from now n where n.dossier = b.dossier and n.population = b.population)
), kept as (
  insert into counted_days as d (dossier, population, unit, day, service)
  select n.dossier, n.population, n.unit, n.day, n.service from now n
  on conflict (dossier, population) do update
  set unit = excluded.unit, day = excluded.day, service = excluded.service
  where (d.unit, d.day, d.service) is distinct from (excluded.unit, excluded.day, excluded.service)
)
select distinct b.unit from before b

-- name: keep_counts
insert into counts (count, stream, population, unit, service, first_day, end_day, overlapped)
select t.count, t.stream, t.population, t.unit, t.service, t.first_day, t.end_day, false
from unnest(
  $1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::date[], $7::date[]
) as t (count, stream, population, unit, service, first_day, end_day)
on conflict do nothing

-- name: mark_counts
update counts c set overlapped = t.overlapped
from unnest($1::text[], $2::boolean[]) as t (count, overlapped) where c.count = t.count

-- name: counts_to_mark
-- Counts of these units beside which there are single dossiers and that are not marked, and marked ones
-- beside which there are none.
select c.count from counts c
where c.unit = any($1::text[]) and c.overlapped <> exists (
  select from counted_days d
  where d.population = c.population and d.unit = c.unit and d.day >= c.first_day and d.day < c.end_day
    and (c.service = '' or d.service = c.service)
)
order by c.count

-- name: count_beside
-- The series of a count, and the first single dossier beside it.
select c.stream, (
  select 'dossiers/' || d.dossier from counted_days d
  where d.population = c.population and d.unit = c.unit and d.day >= c.first_day and d.day < c.end_day
    and (c.service = '' or d.service = c.service)
  order by d.day, d.dossier limit 1
) as dossier
from counts c where c.count = $1

-- name: dossiers_on_days
-- Of each of these, in their order, the first single dossier that counts there.
select (
  select 'dossiers/' || d.dossier from counted_days d
  where d.population = t.population and d.unit = t.unit and d.day >= t.first_day and d.day < t.end_day
    and (t.service = '' or d.service = t.service)
  order by d.day, d.dossier limit 1
) as dossier
from unnest($1::smallint[], $2::text[], $3::text[], $4::date[], $5::date[])
  with ordinality as t (population, unit, service, first_day, end_day, place)
order by t.place

-- name: fields_of_services
select distinct on (v.service) v.service, v.field from service_versions v
where v.service = any($1::text[])
order by v.service, v.version desc
