-- What is to happen at an instant. A projection writes the timers of a subject with the events that they
-- follow from; whoever fires one gives its command an id that follows from the row.
create table timers (
  subject text collate "C" not null,
  kind text collate "C" not null,
  due_at timestamptz not null,
  fired boolean not null default false,
  idle boolean not null default false, -- fired, and there was nothing to do
  primary key (subject, kind, due_at)
);
create index timers_due on timers (due_at, subject, kind) where not fired;
grant select, insert, update, delete on timers to :role;
