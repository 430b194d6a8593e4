-- Everywhere: $1 = as of, $2 = as known (a position).

-- name: parents
select distinct on (name) name, parent from units order by name, effective_time desc, position desc

-- name: unit
select position, version, fact
from units
where name = $3 and effective_time <= $1 and position <= $2
order by effective_time desc, position desc
limit 1

-- name: units
-- $3 = after this name, $4 = how many, $5 = only this subtree ("" = all)
select distinct on (u.name) u.name, u.position, u.version, u.fact
from units u
where u.name > $3 and u.effective_time <= $1 and u.position <= $2
  and ($5 = '' or u.name in (select name from units_inside($5, $1, $2)))
order by u.name, u.effective_time desc, u.position desc
limit $4

-- name: service
select v.name, v.number, v.effective_time, v.content, last.position, last.version
from service_versions v
cross join lateral (
  select max(position) as position, max(version) as version
  from service_versions where name = v.name and position <= $2
) last
where v.name = $3 and v.effective_time <= $1 and v.position <= $2
order by v.published desc, v.effective_time desc, v.position desc
limit 1

-- name: services
-- $3 = after this name, $4 = how many
select distinct on (v.name) v.name, v.number, v.effective_time, v.content, last.position, last.version
from service_versions v
cross join lateral (
  select max(position) as position, max(version) as version
  from service_versions where name = v.name and position <= $2
) last
where v.name > $3 and v.effective_time <= $1 and v.position <= $2
order by v.name, v.published desc, v.effective_time desc, v.position desc
limit $4

-- name: offering
-- Before it opens, an offering is known, but nothing is assessed.
select
  o.name, o.fact, coalesce(at.last_position, o.position) as position,
  coalesce(at.last_version, 1) as version,
  at.effective_time, at.earned, at.attainable, at.level, at.extent,
  at.ceiling, at.level_rule, at.extent_rule, at.recorded
from offerings o
cross join lateral offering_at(o.name, $1, $2) at
where o.name = $3 and o.position <= $2

-- name: offerings
-- $3 = after this name, $4 = how many, $5 = only of this service, $6 = only this subtree ("" = all).
-- A position inside a command shows what was known there: opened, and not yet assessed.
select
  o.name, o.fact, coalesce(at.last_position, o.position) as position,
  coalesce(at.last_version, 1) as version,
  at.effective_time, at.earned, at.attainable, at.level, at.extent,
  at.ceiling, at.level_rule, at.extent_rule, at.recorded
from (
  select name, fact, position from offerings
  where name > $3 and effective_time <= $1 and position <= $2
    and ($5 = '' or service = $5)
    and ($6 = '' or unit in (select name from units_inside($6, $1, $2)))
  order by name limit $4
) o
cross join lateral offering_at(o.name, $1, $2) at
order by o.name
