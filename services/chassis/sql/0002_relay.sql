-- How far the log is published, and where the stream ended then. A note, not the truth: the stream's
-- own last message is. It is compared only when that message cannot be read.
create table relay (
  one boolean primary key default true check (one),
  position bigint not null,
  sequence bigint not null
);
insert into relay (position, sequence) values (0, 0);
grant select, update on relay to :role;

-- What stood in a log after the point where it parted from its stream; `refill` moves it here.
create table displaced (like events, displaced_at timestamptz not null default clock_timestamp());
