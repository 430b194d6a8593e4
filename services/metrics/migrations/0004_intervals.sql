-- Who had a dossier, in which status, from when to when ([begins, ends), null: still). A row is known at
-- the positions [known_from, known_to) of submissions, its end from ended_from on. Rows are added, given
-- their end and closed, never changed otherwise.
create table intervals (
  dossier uuid not null,
  known_from bigint not null,
  known_to bigint not null,
  ended_from bigint not null,
  begins timestamptz not null,
  ends timestamptz,
  due timestamptz, -- the last instant on time
  number integer not null, -- in the dossier, from 1; 0: it is counted apart, and this is all it has
  unit integer not null,
  officer integer not null,
  status smallint not null,
  began smallint not null, -- how the interval before gave way to it, as domain/intervals.py numbers it;
    -- where number is 0, why it is counted apart
  ended smallint not null, -- how it gave way to the next; 0: it did not yet
  requests smallint not null, -- of supplements until it ended
  accepted boolean not null
);
create index intervals_dossier on intervals (dossier);
create index intervals_ends on intervals (unit, ends);
create index intervals_begins on intervals (unit, begins);

grant select, insert, update on intervals to :role;
