-- What the catalogue's stream told us, with two times each: from when it is true (effective_from), and
-- between which positions of that stream it was what we knew ([known_from, known_to), null: still is).
-- Nothing is deleted, so that coverage is exact for every date and at every position.

create table units (
  unit text primary key,
  parent text not null,
  effective_from timestamptz not null,
  known_from bigint not null
);

-- Every unit with itself and each unit above it: a subtree is one join.
create table ancestry (
  ancestor text not null,
  unit text not null,
  known_from bigint not null,
  primary key (ancestor, unit)
);
create index on ancestry (unit);

create table service_versions (
  service text not null,
  version integer not null,
  authority text not null,
  effective_from timestamptz not null,
  known_from bigint not null,
  primary key (service, known_from)
);

create table offerings (
  offering text not null,
  service text not null,
  unit text not null,
  effective_from timestamptz not null,
  known_from bigint not null,
  primary key (offering, known_from)
);
create index on offerings (unit);

-- A span holds until the next one begins; an assessment closes every span from its time on.
create table level_spans (
  offering text not null,
  effective_from timestamptz not null,
  earned integer not null,
  attainable integer not null,
  level integer not null,
  known_from bigint not null,
  known_to bigint,
  primary key (offering, effective_from, known_from)
);

grant select, insert, update on units, ancestry, service_versions, offerings, level_spans to :role;
