-- What a unit is called from an instant on, as the catalogue says: for slips, which people read.
create table unit_names (
  unit text not null,
  version integer not null, -- in the unit's stream: what a withdrawal names
  effective_time timestamptz not null,
  name bytea not null, -- Text of the catalogue
  primary key (unit, version)
);

grant select, insert, update, delete on unit_names to :role;
