-- name: recorded
-- What became of these commands: each that was recorded, with its dossier and the fingerprint of its
-- content. Something else may have such an id: once, the first use of a source had that of a record of the source
-- `source`.
select e.command_id, e.stream, e.fingerprint from events e
where e.command_id = any($1::uuid[]) and e.n = 0 and e.stream like 'dossiers/%'

-- name: recorded_commands
select e.command_id from events e where e.command_id = any($1::uuid[]) and e.n = 0
