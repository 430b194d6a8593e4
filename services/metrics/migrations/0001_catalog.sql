-- What the catalogue's stream told us, with two times each: from when it is true (effective_from), and
-- between which positions of that stream it was what we knew ([known_from, known_to), null: still is).
-- Nothing of it is deleted, so that coverage is exact for every date and at every position.

-- A unit lies below `parent` ('': at the top) from an instant on; null: it ends, and stays where it lay.
create table unit_places (
  unit text not null,
  version integer not null, -- in the unit's stream: what a withdrawal names
  parent text,
  effective_from timestamptz not null,
  known_from bigint not null,
  known_to bigint,
  primary key (unit, version)
);

-- The same as stretches of time and of knowledge that do not overlap, made from unit_places: below
-- which parent a unit lies at instants in (effective_from, effective_to]. What takes effect at an instant
-- is after it. A unit's first parent is also that of all time before, its last one of all time after.
create table edges (
  unit text not null,
  parent text not null,
  effective_from timestamptz not null,
  effective_to timestamptz not null,
  known_from bigint not null,
  known_to bigint,
  primary key (unit, known_from, effective_from)
);

-- Every unit with itself and each unit above it, made from edges: a subtree of some day is one join.
create table ancestry (
  ancestor text not null,
  unit text not null,
  effective_from timestamptz not null,
  effective_to timestamptz not null,
  known_from bigint not null,
  known_to bigint,
  primary key (ancestor, unit, known_from, effective_from)
);
create index on ancestry (unit);

-- A version of a service; another row for the same version is its correction.
create table service_versions (
  service text not null,
  version integer not null,
  authority text not null,
  effective_from timestamptz not null,
  eligible_full boolean, -- null, of both: not recorded
  one_stop boolean,
  field text not null, -- of administration; '': none
  known_from bigint not null,
  known_to bigint,
  primary key (service, known_from)
);

create table retirements (
  service text not null,
  effective_from timestamptz not null,
  known_from bigint not null,
  known_to bigint,
  primary key (service, known_from)
);

-- What an offering is from an instant on; it holds until its next span begins, and an assessment closes
-- every span from its time on. Without a level: it is closed, or its rule claims none.
create table offering_spans (
  offering text not null,
  service text not null,
  unit text not null,
  effective_from timestamptz not null,
  open boolean not null,
  earned integer,
  attainable integer,
  level integer,
  extent integer not null, -- 0: no rule says it, 1 none, 2 partial, 3 full, 4 unknown
  verdict integer not null, -- by six points; 0: no such rule, 1 fully online, 2 not, 3 unknown, 4 no points
  known_from bigint not null,
  known_to bigint,
  primary key (offering, effective_from, known_from)
);
create index on offering_spans (unit);

grant select, insert, update on
  unit_places, service_versions, retirements, offering_spans to :role;
grant select, insert, delete on edges, ancestry to :role;

-- The subtree of a unit at an instant, as known at a position; simple enough to be read as part of
-- the statement that asks.
create function subtree(above text, as_of timestamptz, known bigint) returns table (unit text)
language sql stable parallel safe as $$
  select a.unit from ancestry a
  where a.ancestor = $1 and a.effective_from < $2 and a.effective_to >= $2
    and a.known_from <= $3 and (a.known_to is null or a.known_to > $3)
$$;
