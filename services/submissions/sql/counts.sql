-- name: keep_days
insert into counted_days (population, unit, day, service, dossier)
select t.population, t.unit, t.day, t.service, t.dossier
from unnest($1::smallint[], $2::text[], $3::date[], $4::text[], $5::text[])
  as t (population, unit, day, service, dossier)
on conflict do nothing

-- name: keep_counts
insert into counts (count, stream, population, unit, service, first_day, end_day, overlapped)
select t.count, t.stream, t.population, t.unit, t.service, t.first_day, t.end_day, false
from unnest(
  $1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::date[], $7::date[]
) as t (count, stream, population, unit, service, first_day, end_day)
on conflict do nothing

-- name: counts_overlapped
update counts set overlapped = true where count = any($1::text[])

-- name: overlapping_counts
-- Counts of these units that are not marked, and beside which there are single dossiers.
select c.count from counts c
where c.unit = any($1::text[]) and not c.overlapped and exists (
  select from counted_days d
  where d.population = c.population and d.unit = c.unit and d.day >= c.first_day and d.day < c.end_day
    and (c.service = '' or d.service = c.service)
)
order by c.count

-- name: count_beside
-- The series of a count, and the first single dossier beside it.
select c.stream, (
  select d.dossier from counted_days d
  where d.population = c.population and d.unit = c.unit and d.day >= c.first_day and d.day < c.end_day
    and (c.service = '' or d.service = c.service)
  order by d.day, d.service limit 1
) as dossier
from counts c where c.count = $1

-- name: dossier_on_days
select d.dossier from counted_days d
where d.population = $1 and d.unit = $2 and d.day >= $3 and d.day < $4
  and ($5 = '' or d.service = $5)
order by d.day, d.service limit 1

-- name: field_of_service
select v.field from service_versions v where v.service = $1 order by v.version desc limit 1
