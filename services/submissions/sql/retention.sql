-- name: sealed_dossiers
select k.owner from owner_keys k where k.owner = any($1::text[]) order by k.owner

-- name: facts_of_dossiers
select e.stream, e.type, e.subject, e.occurred_at, e.payload from events_of($1) e order by e.position
