-- name: fsck_ends
-- The last position that there is, and the one that is noted.
select coalesce((select max(e.position) from events e), 0) as last, h.position as noted from head h

-- name: fsck_events
select position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
  recorded_at, actor, traceparent, payload
from events where position between $1 and $2 order by position

-- name: fsck_version
-- The last of a stream.
select coalesce(max(version), 0) from events where stream = $1

-- name: fsck_payload
select position, payload from events where stream = $1 and version = $2
