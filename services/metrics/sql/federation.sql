-- Federation: what is released, the register of members, and what was read of their streams.

-- name: publications_after
-- FigurePublished that follow a position ($1) of the own log, $2 at most.
select e.position, e.stream, e.version, e.event_id, e.command_id, e.n, e.fingerprint, e.type, e.subject,
  e.occurred_at, e.recorded_at, e.actor, e.traceparent, e.payload
from publications p join events e on e.position = p.position
where p.position > $1 order by p.position limit $2

-- name: member_events_write
insert into member_events (position, member, type, payload)
select position, member, type, payload
from unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[]) r (position, member, type, payload)

-- name: member_events_until
-- All of them up to a position ($1; null: all) of the own log.
select position, member, type, payload from member_events
where $1::bigint is null or position <= $1 order by position

-- name: member_streams
select member, sequence, heard_at from member_streams

-- name: member_stream
-- How far the stream of a member ($1) was read, and the leaf of the last message.
select s.sequence, s.peaks, s.heard_at, f.leaf
from member_streams s left join released_figures f on f.member = s.member and f.sequence = s.sequence
where s.member = $1

-- name: member_stream_move
-- $1 member; from $2 (0: nothing was read) to $3; $4 the peaks of its tree then. Nothing where another process
-- moved it.
insert into member_streams (member, sequence, peaks, heard_at) values ($1, $3, $4::bytea[], now())
on conflict (member) do update set sequence = $3, peaks = $4::bytea[], heard_at = now()
where member_streams.sequence = $2
returning sequence

-- name: released_write
insert into released_figures
  (member, sequence, leaf, whole, definition, service, start_date, end_date, payload)
select $1, sequence, leaf, whole, definition, service, start_date, end_date, payload
from unnest($2::bigint[], $3::bytea[], $4::boolean[], $5::text[], $6::text[], $7::date[], $8::date[], $9::bytea[])
  r (sequence, leaf, whole, definition, service, start_date, end_date, payload)

-- name: released_keys_write
-- Of a member ($1): keys ($2) of messages ($3).
insert into released_keys (member, key, sequence)
select $1, key, sequence from unnest($2::bytea[], $3::bigint[]) r (key, sequence)

-- name: released_by_keys
-- By each key ($3) and of each member ($1) the newest message up to one of its stream ($2): one look into the index.
select f.key, m.member, f.sequence, r.leaf, r.payload
from unnest($1::text[], $2::bigint[]) m (member, upto)
cross join unnest($3::bytea[]) asked (key)
cross join lateral (
  select k.key, k.sequence from released_keys k
  where k.member = m.member and k.key = asked.key and k.sequence <= m.upto
  order by k.sequence desc limit 1
) f
cross join lateral (
  select leaf, payload from released_figures r where r.member = m.member and r.sequence = f.sequence limit 1
) r
