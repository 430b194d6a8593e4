-- name: sealed_dossiers
select k.owner from owner_keys k where k.owner = any($1::text[]) order by k.owner
