-- name: relay_noted
select position, sequence from relay

-- name: relay_note
-- The stream is the truth, so this need not wait for the disk.
with quick as (select set_config('synchronous_commit', 'off', true))
update relay set position = $1, sequence = $2 from quick

-- name: relay_advance
with quick as (select set_config('synchronous_commit', 'off', true))
update relay set position = $2, sequence = $3 from quick where position = $1 returning true

-- name: refill_lock
select position, recorded_at from head for update

-- name: refill_event_id
select event_id from events where position = $1

-- name: refill_open
alter table events disable trigger user

-- name: refill_close
alter table events enable trigger user

-- name: refill_displace
insert into displaced select *, clock_timestamp() from events where position > $1

-- name: refill_remove
delete from events where position > $1

-- name: refill_head
update head set (position, recorded_at) = (
  select coalesce(max(position), 0), coalesce(max(recorded_at), 'epoch') from events
) returning position
