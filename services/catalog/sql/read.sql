-- Everywhere: a resource counts as of an instant when it lies between effective_from and effective_to,
-- and as known at a position when that lies between known_from and known_to.
-- Of an offering that is not there a row is kept that counts at no instant: `offered` and `offering`
-- find its stream by it.

-- name: get
-- $1 = kind, $2 = name, $3 = as of, $4 = as known
select r.name, r.known_from, r.version, r.sort_key, r.content
from resources r
where r.kind = $1 and r.name = $2
  and r.known_to > $4 and r.effective_to > $3 and r.known_from <= $4 and r.effective_from <= $3

-- name: batch
-- $2 = names; in their order; $5 = so many bytes: what goes beyond has no content; $6 = units whose
-- drafts of services (state 1) may be seen, null for all
select r.name, r.known_from, r.version, r.sort_key,
  case when sum(octet_length(r.content)) over (order by asked.place) <= $5 then r.content end
    as content
from unnest($2::text[]) with ordinality as asked (name, place)
join resources r on r.kind = $1 and r.name = asked.name
  and r.known_to > $4 and r.effective_to > $3 and r.known_from <= $4 and r.effective_from <= $3
  and (r.kind <> 'services' or r.state <> 1 or $6::text[] is null or r.unit = any($6))
order by asked.place

-- name: inside
-- $1 = a unit, $2 = as of, $3 = as known
with recursive inside as (
  select r.name
  from resources r
  where r.kind = 'units' and r.name = $1
    and r.known_to > $3 and r.effective_to > $2 and r.known_from <= $3 and r.effective_from <= $2
  union
  select r.name
  from inside
  join resources r on r.kind = 'units' and r.parent = inside.name
    and r.known_to > $3 and r.effective_to > $2 and r.known_from <= $3 and r.effective_from <= $2
)
select name from inside

-- name: matched
-- $1 = words, $2 = as of, $3 = as known, $4 = units whose drafts may be seen, null for all
select r.kind, r.name
from resources r
where r.words @@ $1::text::tsquery and r.kind in ('services', 'units')
  and r.known_to > $3 and r.effective_to > $2 and r.known_from <= $3 and r.effective_from <= $2
  and (r.kind <> 'services' or r.state <> 1 or $4::text[] is null or r.unit = any($4))

-- name: offered
-- $1 = a service, $2 = as known, $3 = open (2) then or later, null: all
select distinct r.name
from resources r
where r.kind = 'offerings' and r.parent = $1 and r.known_to > $2 and r.known_from <= $2
  and ($3::timestamptz is null or r.state = 2 and r.effective_to > $3)
order by r.name

-- name: offering
-- $1 = units, $2 = as known
select distinct r.name
from resources r
where r.kind = 'offerings' and r.unit = any($1) and r.known_to > $2 and r.known_from <= $2
order by r.name

-- name: naming
-- $1 = a unit, $2 = as known; services and targets that name it at some time
select distinct r.name
from resources r
where r.unit = $1 and r.kind in ('services', 'targets') and r.known_to > $2 and r.known_from <= $2
order by r.name

-- name: unit_facts
-- $1 = after this position; one row where there is no fact. A command that the checkpoint lies within
-- is not in the tables yet.
select reached.position as reached, f.position, f.unit, f.version, f.type, f.occurred_at, f.fact
from (
  select coalesce(max(coalesce(e.position - e.n - 1, c.position)), 0) as position
  from checkpoints c left join events e on e.position = c.position + 1
  where c.projection = 'catalogue'
) reached
left join unit_facts f on f.position > $1
order by f.position
