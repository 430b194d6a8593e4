-- name: checkpoint_load
insert into checkpoints as kept (projection, position, event_id)
values ($1, 0, '00000000-0000-0000-0000-000000000000')
on conflict (projection) do update set position = kept.position
returning position, event_id

-- name: checkpoint_look
-- Where whoever leads came to, and where it stands still.
select c.position, c.event_id, h.position > c.position as halted
from checkpoints c left join halted h using (projection)
where c.projection = $1

-- name: checkpoint_move
-- First in the transaction: of two projectors, the second waits here and then finds it moved. What
-- had halted at an event that is passed now is halted no more. What follows in the transaction finds
-- its rows through indexes: a plan made while a table was small reads all of it for every batch,
-- however large it has become, until somebody takes its statistics. A process that hangs in it would
-- keep whoever leads next waiting: the server ends it after $6 milliseconds without a statement.
with passed as (delete from halted where projection = $1 and position <= $4),
through_indexes as (
  select set_config('enable_seqscan', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('idle_in_transaction_session_timeout', $6::text, true)
)
update checkpoints set position = $4, event_id = $5 from through_indexes
where projection = $1 and position = $2 and event_id = $3
returning true

-- name: checkpoint_hold
-- Before what had halted there, as every move of it does: two that lock in different orders wait for ever.
select position, event_id from checkpoints where projection = $1 for update

-- name: halted_note
insert into halted (projection, position, event_id, error) values ($1, $2, $3, $4)
on conflict (projection) do update
set position = excluded.position, event_id = excluded.event_id, error = excluded.error,
  at = excluded.at

-- name: halted_at
select position, event_id from halted where projection = $1 for update

-- name: projections
-- Each with how far it is, and where it stands still: what halted once and was passed since does so no more.
select c.projection, c.position, h.position as halted, h.event_id, h.error, h.at
from checkpoints c left join halted h on h.projection = c.projection and h.position > c.position
order by c.projection

-- name: parked_note
insert into parked (projection, position, event_id, reason, parked_by, request_id) values ($1, $2, $3, $4, $5, $6)
returning projection, position, event_id, reason, parked_by, request_id, at

-- name: parked_by_request
select projection, position, event_id, reason, parked_by, request_id, at from parked where request_id = $1
