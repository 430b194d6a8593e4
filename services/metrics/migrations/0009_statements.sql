-- Asserted figures and inspections, by which a list finds them. What they say stands in the log.
create table statements (
  name text primary key, -- assertions/{assertion} or inspections/{inspection}
  collection text not null,
  unit text not null, -- '': the whole tree
  definitions text[] not null, -- that an asserted figure may mean
  to_remedy text[] not null, -- codes of an inspection's findings
  withdrawn boolean not null default false,
  position bigint not null unique -- in the own log, of its recording
);
create index on statements (collection, unit);

grant select, insert, update on statements to :role;
