-- name: append_batch
-- A process that hangs before it commits, in a transaction of its own, would keep everybody from
-- appending: the server ends it soon.
select status, last_position, first_stream, last_version
from append_batch(
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
), set_config('idle_in_transaction_session_timeout', '1500', true)

-- name: append_sealed_batch
select status, last_position, first_stream, last_version
from append_sealed_batch(
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
  $18, $19, $20, $21, $22, $23, $24, $25, $26, $27
), set_config('idle_in_transaction_session_timeout', '1500', true)

-- name: load_batch
select asked, position, stream, version, event_id, command_id, n, fingerprint, type, subject,
  occurred_at, recorded_at, actor, traceparent, payload
from load_batch($1, $2)

-- name: view
-- Streams, in order, and where the log ends, in one snapshot.
select h.position as head, e.position, e.stream, e.version, e.event_id, e.command_id, e.n,
  e.fingerprint, e.type, e.subject, e.occurred_at, e.recorded_at, e.actor, e.traceparent, e.payload
from head h left join events_of($1) e on true
order by e.position

-- name: read
select position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
  recorded_at, actor, traceparent, payload
from events where position > $1 order by position limit $2

-- name: head
select position, recorded_at from head

-- name: log_confirm
-- Something to commit, which waits until a standby has it and all before it; no table needs a row for it.
select pg_logical_emit_message(true, 'motcua', '')
