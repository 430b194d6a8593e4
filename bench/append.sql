-- name: plain_table
-- The same columns and indexes as the log, numbered by a sequence.
create table plain (like events including all);
create sequence plain_position;

-- name: plain_insert
insert into plain (position, stream, version, event_id, command_id, n, fingerprint, type, subject,
  occurred_at, recorded_at, actor, traceparent, payload)
values (nextval('plain_position'), $1, $2, $3, $4, 0, $5, $6, $7, $8, clock_timestamp(), $9, $10, $11)

-- name: fill
insert into events (position, stream, version, event_id, command_id, n, fingerprint, type, subject,
  occurred_at, recorded_at, actor, traceparent, payload)
select position, 'dossiers/' || uuidv7(), 1, uuidv7(), uuidv7(), 0, sha256(position::text::bytea),
  'motcua.submissions.v1.DossierSubmitted', 'motcua.submissions.DossierSubmitted.ward-7',
  clock_timestamp(), clock_timestamp(), 'portals/national',
  '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', decode(repeat('ab', 200), 'hex')
from generate_series(1, $1::bigint) as position

-- name: fill_head
update head set position = $1, recorded_at = clock_timestamp()
