-- name: tree_head_last
-- The last event of a stream.
select position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
  recorded_at, actor, traceparent, payload
from events where stream = $1 order by version desc limit 1
