-- Services as items of a figure, each with its facts and its class by the definition (`:class`). $1 unit
-- ('' = whole tree), $2 as of when, in each of some periods, $3 alone, $4 what services
-- are chosen by ('{}' = all; `of_service`: a name, `field` and `service`: values), $5 catalogue position.
-- `…_units` ask the same of many units at once, each by itself or with all below it: then $1 and $3 are lists.

-- name: in_force
-- Not a statement: others begin with it. Each service in force at the instant, by its version then.
in_force as (
  select distinct on (v.service) v.service, v.authority, v.eligible_full, v.one_stop, v.field,
    v.known_from as position
  from service_versions v
  where v.effective_from < $2 and v.known_from <= $5 and (v.known_to is null or v.known_to > $5)
    and ($4::jsonb -> 'of_service' is null or v.service = $4 ->> 'of_service')
    and not exists (
      select from retirements r
      where r.service = v.service and r.effective_from < $2
        and r.known_from <= $5 and (r.known_to is null or r.known_to > $5))
  order by v.service, v.effective_from desc, v.version desc, v.known_from desc
)

-- name: offered_facts
-- Not a statement: what open offerings together say of their service.
max(known_from) as position,
    bool_or(level >= 3) as is_3, bool_or(level is null or earned < 3 and attainable >= 3) as may_be_3,
    bool_or(extent = 3) as is_full, bool_or(extent in (0, 4)) as may_be_full,
    bool_or(verdict <> 0) as six_points,
    bool_and(verdict = 4) filter (where verdict <> 0) as no_points,
    bool_or(verdict = 1) as is_fully_online, bool_or(verdict = 3) as may_be_fully_online

-- name: facts_as_of
-- Not a statement: the facts of a service in force, with what is offered of it in the scope.
f.service, f.authority, greatest(f.position, o.position) as position, f.eligible_full, f.one_stop,
    coalesce(nullif(f.field, ''), 'unknown') as field_word,
    case when o.is_3 then true when o.may_be_3 then null else false end as level_3,
    case when o.is_full then true when o.may_be_full then null else false end as "full",
    case when o.is_fully_online then true when o.may_be_fully_online then null else false end
      as fully_online,
    coalesce(o.six_points, false) as six_points, coalesce(o.no_points, false) as no_applicable_point,
    false as reached_3, 0::bigint as online_dossiers

-- name: facts_in_period
-- Not a statement: the facts of a service that reached the level, by its last version before the period's end.
r.service, coalesce(v.authority, '') as authority, r.position,
    coalesce(nullif(v.field, ''), 'unknown') as field_word, true as reached_3, coalesce(o.n, 0) as online_dossiers,
    null::boolean as level_3, null::boolean as eligible_full, null::boolean as one_stop,
    null::boolean as "full", null::boolean as fully_online, false as six_points,
    false as no_applicable_point

-- name: last_version
-- Not a statement: that version.
lateral (
    select v.authority, v.field from service_versions v
    where v.service = r.service and v.effective_from < $7 and v.known_from <= $5
      and (v.known_to is null or v.known_to > $5)
    order by v.effective_from desc, v.version desc, v.known_from desc limit 1
  ) v on true

-- name: online_items
-- Not a statement: the numerator items of online_handling (`online`) in the scope, dossiers and counted ones.
select i.unit, i.service, 1::bigint as n from dossier_items i
    where i.accepted_shown >= $6 and i.accepted_shown < $7 and i.known_from <= $8 and i.known_to > $8
      and (:online) = 1 and (:scope)
    union all
    select i.unit, i.service, i.n from counted_dossiers i
    where i.start_at >= $6 and i.end_at <= $7 and i.known_from <= $8 and i.known_to > $8
      and i.population = 2 and (:online) = 1 and (:scope)

-- name: scopes
-- Not a statement: the units of each scope that is asked for.
scopes as materialized (
  select a.number, u.unit
  from unnest($1::text[], $3::boolean[]) with ordinality a (unit, alone, number)
  cross join lateral :within(a.unit, a.alone, $2, $5) u
)

-- name: services_as_of
-- Every service in force at the instant whose authority lies in the scope, or that is offered there. Only
-- what took effect before the instant counts: coverage of a month is as of its end.
-- At given positions nothing changes any more. The subtree is looked up and not joined, whatever the
-- planner expects of it.
with :in_force, span as (
  select distinct on (s.offering) s.*
  from offering_spans s
  where s.effective_from < $2 and s.known_from <= $5 and (s.known_to is null or s.known_to > $5)
    and ($4::jsonb -> 'of_service' is null or s.service = $4 ->> 'of_service')
    and ($1 = '' or coalesce(s.unit in (
      select u.unit from :within($1, $3, $2, $5) u), false))
  order by s.offering, s.effective_from desc
), offered as (
  select service, :offered_facts
  from span where open group by service
), item as (
  select 1 as scope_number, :facts_as_of
  from in_force f left join offered o on o.service = f.service
  where ($4 -> 'field' is null or $4 -> 'field' ? coalesce(nullif(f.field, ''), 'unknown'))
    and ($4 -> 'service' is null or $4 -> 'service' ? f.service)
    and (o.service is not null or $1 = '' or f.authority in (
      select u.unit from :within($1, $3, $2, $5) u))
)
:classed_services

-- name: services_as_of_units
with :in_force, :scopes, span as (
  select distinct on (s.offering) s.*
  from offering_spans s
  where s.effective_from < $2 and s.known_from <= $5 and (s.known_to is null or s.known_to > $5)
    and ($4::jsonb -> 'of_service' is null or s.service = $4 ->> 'of_service')
    and s.unit = any(array(select unit from scopes))
  order by s.offering, s.effective_from desc
), offered as (
  select c.number, s.service, :offered_facts
  from span s join scopes c on c.unit = s.unit
  where s.open group by c.number, s.service
), in_scope as (
  select number, service from offered
  union
  select c.number, f.service from in_force f join scopes c on c.unit = f.authority
), item as (
  select a.number as scope_number, :facts_as_of
  from in_scope a
  join in_force f on f.service = a.service
  left join offered o on o.number = a.number and o.service = a.service
  where ($4 -> 'field' is null or $4 -> 'field' ? coalesce(nullif(f.field, ''), 'unknown'))
    and ($4 -> 'service' is null or $4 -> 'service' ? f.service)
)
:classed_services

-- name: services_in_period
-- Every service with an open offering in the scope that was at level 3 or 4 at an instant of [$6, $7), and
-- how many numerator items of online_handling it has there, as known at $8 of submissions.
with span as (
  select s.*, lead(s.effective_from) over (partition by s.offering order by s.effective_from) as until
  from offering_spans s
  where s.known_from <= $5 and (s.known_to is null or s.known_to > $5)
    and ($4::jsonb -> 'of_service' is null or s.service = $4 ->> 'of_service')
    and ($1 = '' or coalesce(s.unit in (
      select u.unit from :within($1, $3, $2, $5) u), false))
), reached as (
  select service, max(known_from) as position
  from span where open and level >= 3 and effective_from < $7 and (until is null or until > $6)
  group by service
), online as materialized ( -- and not again for each service
  select o.name as service, sum(i.n) as n
  from (
    :online_items
  ) i
  join names o on o.number = i.service
  group by o.name
), item as (
  select 1 as scope_number, :facts_in_period
  from reached r
  left join online o on o.service = r.service
  left join :last_version
  where ($4 -> 'field' is null or $4 -> 'field' ? coalesce(nullif(v.field, ''), 'unknown'))
    and ($4 -> 'service' is null or $4 -> 'service' ? r.service)
)
:classed_services

-- name: services_in_period_units
with :scopes, span as (
  select s.*, lead(s.effective_from) over (partition by s.offering order by s.effective_from) as until
  from offering_spans s
  where s.known_from <= $5 and (s.known_to is null or s.known_to > $5)
    and ($4::jsonb -> 'of_service' is null or s.service = $4 ->> 'of_service')
    and s.unit = any(array(select unit from scopes))
), reached as (
  select c.number, s.service, max(s.known_from) as position
  from span s join scopes c on c.unit = s.unit
  where s.open and s.level >= 3 and s.effective_from < $7 and (s.until is null or s.until > $6)
  group by c.number, s.service
), online as materialized (
  select c.number, o.name as service, sum(i.n) as n
  from (
    :online_items
  ) i
  join names u on u.number = i.unit
  join scopes c on c.unit = u.name
  join names o on o.number = i.service
  group by c.number, o.name
), item as (
  select r.number as scope_number, :facts_in_period
  from reached r
  left join online o on o.number = r.number and o.service = r.service
  left join :last_version
  where ($4 -> 'field' is null or $4 -> 'field' ? coalesce(nullif(v.field, ''), 'unknown'))
    and ($4 -> 'service' is null or $4 -> 'service' ? r.service)
)
:classed_services

-- name: classed_services
-- Not a statement: what each of these ends with. `scope_number`: of which of many units, from 1 on.
select * from (select i.scope_number, i.service, i.authority, i.field_word, i.position, :class as class from item i) i
where class is not null order by i.scope_number, service

-- name: services_in_each
-- Not a statement: around one of these (`:statement`), asked once for all periods, whose times are lists.
select asked.number, found.* from unnest(:times) with ordinality asked (:names, number)
cross join lateral (
:statement
) found
order by asked.number, found.scope_number, found.service

-- name: scope
-- Not a statement: whether the unit of an item lies in the scope.
$1 = '' or i.unit = any(array(
  select n.number from :within($1, $3, $2, $5) u join names n on n.name = u.unit))

-- name: scope_of_units
-- Not a statement: whether it lies in one of these scopes.
i.unit = any(array(select n.number from scopes c join names n on n.name = c.unit))

-- name: first_of_all
-- The earliest instant at which a service came into force; $1 catalogue position.
select min(v.effective_from) from service_versions v
where v.known_from <= $1 and (v.known_to is null or v.known_to > $1)

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
where named.unit > $4 and ($1 = '' or named.unit in (select u.unit from :within($1, false, $2, $3) u))
order by named.unit limit $5

-- name: services_known
-- $1 the only service, or '', $2 catalogue position, $3 the last service of the page before, $4 how many, $5 among which
-- (null: all).
select distinct v.service as name from service_versions v
where v.known_from <= $2 and v.service > $3 and ($1 = '' or v.service = $1) and ($5::text[] is null or v.service = any($5))
order by v.service limit $4

-- name: fields_known
-- $1 catalogue position, $2 the last field of the page before, $3 how many, $4 among which (null: all). `unknown` stands for none.
select distinct f.name
from service_versions v cross join lateral (select coalesce(nullif(v.field, ''), 'unknown') as name) f
where v.known_from <= $1 and f.name > $2 and ($4::text[] is null or f.name = any($4))
order by f.name limit $3
