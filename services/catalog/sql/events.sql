-- name: history
-- $1 = stream, $2 = after this version, $3 = how many, $4 = without these versions
select position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
  recorded_at, actor, traceparent, payload
from events where stream = $1 and version > $2 and version <> all($4::integer[])
order by version limit $3

-- name: of_commands
-- $1 = commands, $2 = types, $3 = a stream: of these types or in this stream
select command_id, position, stream, version, type
from events where command_id = any($1::uuid[]) and (type = any($2::text[]) or stream = $3)
order by position

-- name: without_drafts
-- The last change of each stream $1 up to position $2 that is no event of type $3: its version, and the
-- position of the last event of its command.
select distinct on (e.stream) e.stream, e.version,
  (select max(position) from events where command_id = e.command_id) as position
from events e where e.stream = any($1::text[]) and e.position <= $2 and e.type <> $3
order by e.stream, e.version desc

-- name: position_at
select position_at($1)

-- name: settled
-- The events of a command have consecutive positions, and n counts them: from the next event one sees
-- whether this position lies within a command, and where that began.
select case when $1 <= h.position then coalesce(
  (select e.position - e.n - 1 from events e where e.position = $1 + 1), $1
) end
from head h

-- name: command_ends
-- $1 = a command: the position of its last event
select max(position) from events where command_id = $1

-- name: command_until
-- $1 = a command, $2 = before this position
select position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
  recorded_at, actor, traceparent, payload
from events where command_id = $1 and position < $2 order by position

-- name: streams_until
-- $1 = streams, $2 = before this position
select position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
  recorded_at, actor, traceparent, payload
from events_of($1) where position < $2 order by position
