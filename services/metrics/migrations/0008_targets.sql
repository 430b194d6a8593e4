-- Targets and leaders as the catalogue's stream told us, with two times each, as in 0001.

-- What becomes of a target from an instant on: it is set to this, or withdrawn. Of two changes of one instant
-- the later recorded one counts.
create table target_changes (
  target text not null,
  known_from bigint not null,
  effective_from timestamptz not null,
  indicator text, -- null, as all that follows: it is withdrawn
  unit text,
  service text,
  channel smallint,
  threshold_n bigint,
  threshold_d bigint,
  by_date date, -- null also where it is to be reached always
  primary key (target, known_from)
);
create index target_changes_known on target_changes (known_from);

-- An officer begins or ends to answer for a unit's results.
create table leader_changes (
  unit text not null,
  version integer not null, -- in the unit's stream: what a withdrawal names
  officer text not null,
  begins boolean not null,
  effective_from timestamptz not null,
  known_from bigint not null,
  known_to bigint,
  primary key (unit, version)
);

grant select, insert on target_changes to :role;
grant select, insert, update on leader_changes to :role;
