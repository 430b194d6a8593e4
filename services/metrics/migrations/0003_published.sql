-- Up to which position of each stream changed figures have been told, and what was told last.

create table publication (
  one boolean primary key default true check (one),
  position bigint not null, -- of submissions
  catalog_position bigint not null
);
insert into publication (position, catalog_position) values (0, 0);

create table published_figures (
  definition text not null,
  unit text not null,
  month date not null,
  version integer not null, -- in the figure's stream in our log
  content bytea not null, -- fingerprint of the numbers, to tell a real change
  primary key (definition, unit, month)
);

grant select, insert, update on publication, published_figures to :role;
