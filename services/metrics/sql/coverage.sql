-- name: services_in_force
-- Every service in force at an instant ($2) whose authority or an offering in force lies in the scope,
-- one row for each such offering. $1 unit, $3 alone, $4 service, $5 catalogue position.
-- Only what took effect before the instant counts: coverage of a month is as of its end.
with scope as (
  select a.unit from ancestry a
  where a.known_from <= $5 and a.ancestor = $1 and (not $3 or a.unit = $1)
), in_force as (
  select distinct on (v.service) v.service, v.authority, v.known_from
  from service_versions v
  where v.effective_from < $2 and v.known_from <= $5 and ($4 = '' or v.service = $4)
  order by v.service, v.effective_from desc, v.known_from desc
), offered as (
  select distinct on (o.offering) o.offering, o.service, o.unit, o.known_from
  from offerings o
  where o.effective_from < $2 and o.known_from <= $5 and ($4 = '' or o.service = $4)
    and ($1 = '' or o.unit in (select s.unit from scope s))
  order by o.offering, o.known_from desc
), assessed as (
  select distinct on (l.offering) l.offering, l.earned, l.attainable, l.level, l.known_from
  from level_spans l
  where l.effective_from < $2 and l.known_from <= $5 and (l.known_to is null or l.known_to > $5)
    and l.offering in (select o.offering from offered o)
  order by l.offering, l.effective_from desc
)
select f.service, f.authority, o.offering, l.earned, l.attainable, l.level,
  greatest(f.known_from, o.known_from, l.known_from) as position
from in_force f
left join offered o on o.service = f.service
left join assessed l on l.offering = o.offering
where $1 = '' or o.offering is not null or f.authority in (select s.unit from scope s)
order by f.service, o.offering

-- name: any_in_force
select exists (
  select from service_versions v where v.effective_from < $1 and v.known_from <= $2)

-- name: first_in_force
-- The earliest instant at which a service came into force; $1 catalogue position.
select min(v.effective_from) from service_versions v where v.known_from <= $1

-- name: units_covered
-- Units of the subtree that are the authority of a service or offer one. $1 unit, $2 catalogue
-- position, $3 the last unit of the page before, $4 how many.
select named.unit as name
from (
  select v.authority as unit from service_versions v where v.known_from <= $2
  union
  select o.unit from offerings o where o.known_from <= $2
) named
where named.unit > $3 and ($1 = '' or named.unit in (
  select a.unit from ancestry a where a.ancestor = $1 and a.known_from <= $2))
order by named.unit limit $4

-- name: services_known
-- $1 the only service, or '', $2 catalogue position, $3 the last service of the page before, $4 how many.
select distinct v.service as name from service_versions v
where v.known_from <= $2 and v.service > $3 and ($1 = '' or v.service = $1)
order by v.service limit $4
