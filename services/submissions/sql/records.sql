-- name: recorded
-- What became of these commands: each that was recorded, with its dossier and the fingerprint of its
-- content.
select e.command_id, e.stream, e.fingerprint from events e
where e.command_id = any($1::uuid[]) and e.n = 0
