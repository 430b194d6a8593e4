-- name: services_in_force
-- Every service in force at an instant ($2), and whether its authority lies in the scope. $1 unit,
-- $3 alone, $4 service, $5 catalogue position.
-- Only what took effect before the instant counts: coverage of a month is as of its end.
select f.service, f.authority, f.position,
  $1 = '' or f.authority in (
    select b.unit from subtree($1, $2, $5) b where not $3 or b.unit = $1) as inside
from (
  select distinct on (v.service) v.service, v.authority, v.known_from as position
  from service_versions v
  where v.effective_from < $2 and v.known_from <= $5 and (v.known_to is null or v.known_to > $5)
    and ($4 = '' or v.service = $4)
    and not exists (
      select from retirements r
      where r.service = v.service and r.effective_from < $2
        and r.known_from <= $5 and (r.known_to is null or r.known_to > $5))
  order by v.service, v.effective_from desc, v.version desc, v.known_from desc
) f
order by f.service

-- name: offerings_open
-- Every offering in the scope that is open at the instant, with its level; the same parameters. At
-- given positions nothing changes any more, so that this and the statement before belong together.
-- The subtree is looked up and not joined, whatever the planner expects of it.
select o.service, o.earned, o.attainable, o.level, o.position
from (
  select distinct on (s.offering)
    s.offering, s.service, s.open, s.earned, s.attainable, s.level, s.known_from as position
  from offering_spans s
  where s.effective_from < $2 and s.known_from <= $5 and (s.known_to is null or s.known_to > $5)
    and ($4 = '' or s.service = $4)
    and ($1 = '' or coalesce(s.unit in (
      select b.unit from subtree($1, $2, $5) b where not $3 or b.unit = $1), false))
  order by s.offering, s.effective_from desc
) o
where o.open

-- name: any_in_force
-- Whether any service came into force before an instant; $2 catalogue position.
select exists (
  select from service_versions v
  where v.effective_from < $1 and v.known_from <= $2 and (v.known_to is null or v.known_to > $2))

-- name: first_in_force
-- The earliest instant at which a service came into force, or $2 (now) where that is before 1900 in
-- Hanoi ($3), which nobody can have meant; $1 catalogue position.
select min(case when v.effective_from < $3 then $2 else v.effective_from end) from service_versions v
where v.known_from <= $1 and (v.known_to is null or v.known_to > $1)

-- name: units_covered
-- Units of the subtree that are, or were, the authority of a service or offer one. $1 unit, $2 as of
-- when the tree is meant, $3 catalogue position, $4 the last unit of the page before, $5 how many.
select named.unit as name
from (
  select v.authority as unit from service_versions v where v.known_from <= $3
  union
  select s.unit from offering_spans s where s.known_from <= $3
) named
where named.unit > $4 and ($1 = '' or named.unit in (select b.unit from subtree($1, $2, $3) b))
order by named.unit limit $5

-- name: services_known
-- $1 the only service, or '', $2 catalogue position, $3 the last service of the page before, $4 how many.
select distinct v.service as name from service_versions v
where v.known_from <= $2 and v.service > $3 and ($1 = '' or v.service = $1)
order by v.service limit $4
