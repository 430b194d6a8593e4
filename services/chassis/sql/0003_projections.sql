-- How far each projection is, and by which event: it moves in the transaction that writes the tables.
create table checkpoints (
  projection text primary key,
  position bigint not null,
  event_id uuid not null
);

-- The event that a projection cannot apply: it stands still there until the cause is repaired, or an
-- operator parks the event.
create table halted (
  projection text primary key,
  position bigint not null,
  event_id uuid not null,
  error text not null,
  at timestamptz not null default clock_timestamp()
);

-- Events that an operator let a projection pass without applying them, and why.
create table parked (
  projection text not null,
  position bigint not null,
  event_id uuid not null,
  reason text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (projection, position)
);

grant select, insert, update on checkpoints to :role;
grant select, insert, update, delete on halted to :role;
grant select, insert on parked to :role;
