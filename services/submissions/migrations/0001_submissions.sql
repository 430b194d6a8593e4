-- What this service learned from the catalogue's stream: its own copy, and nobody else's truth.
-- A dated fact of a unit that a live call can depend on.
create table unit_changes (
  unit text not null,
  version integer not null, -- in the unit's stream: what a withdrawal names
  effective_time timestamptz not null,
  parent text, -- below which it lies from then on; null: not what the fact is about
  ends boolean not null,
  refuses_below_3 boolean,
  calendar text, -- by which it works from then on; null: not what the fact is about
  merger uuid, -- the event by which it merges into its successor; null: it does not
  known_from bigint not null, -- the catalogue positions between which it is known
  known_to bigint,
  primary key (unit, version)
);

-- The units that follow one at its end: one of a merger, the parts of a split.
create table unit_successors (
  unit text not null,
  version integer not null,
  successor text not null,
  primary key (unit, version, successor)
);

-- What a unit says of a desk: that it may receive for it, or no longer.
create table desk_authorizations (
  unit text not null, -- which authorizes
  version integer not null, -- in the unit's stream: what a withdrawal names
  effective_time timestamptz not null,
  desk text not null,
  given boolean not null, -- false: revoked
  end_time timestamptz, -- before which it holds; null: until it is revoked
  desks_below boolean not null,
  for_units_below boolean not null,
  known_from bigint not null, -- the catalogue positions between which it is known
  known_to bigint,
  primary key (unit, version)
);

-- An officer's duty at a unit that begins or ends.
create table duties (
  unit text not null,
  version integer not null,
  effective_time timestamptz not null,
  officer text not null, -- a pseudonym
  duty integer not null,
  begins boolean not null,
  known_from bigint not null,
  known_to bigint,
  primary key (unit, version)
);

create table service_versions (
  service text not null,
  version integer not null,
  effective_time timestamptz not null,
  written_result boolean,
  eligible_full boolean,
  fee bigint,
  field text not null,
  processing_times bytea not null, -- ServiceContent of the catalogue, with these and the codes of its steps and documents alone
  content bytea not null, -- the same, whole: documents, forms, steps
  retention_years integer, -- null: until somebody orders the erasure
  form_digest bytea, -- of its form's schema, SHA-256; null: it has no form
  primary key (service, version)
);

-- The revisions of working calendars, as the catalogue published them: a version is what the
-- revisions up to it say together.
create table calendar_revisions (
  calendar text not null,
  version integer not null,
  revision bytea not null, -- CalendarRevised
  known_from bigint not null, -- the catalogue position
  primary key (calendar, version)
);

create table retirements (
  service text primary key,
  effective_time timestamptz not null
);

create table offerings (
  name text primary key,
  service text not null,
  unit text not null,
  position bigint not null -- of the last event that changed its spans
);

-- What an offering is from an instant on, until its next span begins.
create table offering_spans (
  offering text not null,
  effective_time timestamptz not null,
  open boolean not null,
  level integer, -- null: it is closed, or its rule claims none
  extent integer not null,
  level_rule text not null,
  known_from bigint not null, -- the catalogue positions between which it is known
  known_to bigint,
  primary key (offering, effective_time, known_from)
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

-- The level that each acceptance fixed, to be compared with what the catalogue says later.
create table acceptances (
  unit text not null, -- the competent one
  dossier uuid not null,
  offering text not null,
  accepted_at timestamptz not null,
  level integer, -- null: it was unknown
  catalog_position bigint not null,
  primary key (unit, dossier)
);

grant select, insert, update, delete on
  unit_successors, unit_changes, desk_authorizations, duties, service_versions,
  calendar_revisions, retirements, offerings, offering_spans to :role;
grant select, insert, update on number_blocks to :role;
grant select, insert, delete on numbers to :role;
grant select, insert, update on acceptances to :role;
