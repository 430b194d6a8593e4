-- What this service learned from the catalogue's stream: its own copy, and nobody else's truth.
create table units (
  name text primary key,
  parent text not null,
  effective_time timestamptz not null
);

create table service_versions (
  service text not null,
  version integer not null,
  effective_time timestamptz not null,
  written_result boolean,
  eligible_full boolean,
  fee bigint,
  primary key (service, version)
);

create table offerings (
  name text primary key,
  service text not null,
  unit text not null,
  effective_time timestamptz not null
);

create table level_spans (
  offering text not null,
  effective_time timestamptz not null,
  level integer not null,
  extent integer not null,
  level_rule text not null,
  primary key (offering, effective_time)
);

-- The last number of a unit's local day that was handed out to some process. It may only grow.
create table number_blocks (
  unit text not null,
  day date not null,
  last bigint not null,
  primary key (unit, day)
);

-- Which dossier a citizen's number names; a number given twice cannot be written here.
create table numbers (
  number text primary key,
  dossier text not null
);

grant select, insert, update, delete on units, service_versions, offerings, level_spans to :role;
grant select, insert, update on number_blocks to :role;
grant select, insert, delete on numbers to :role;
