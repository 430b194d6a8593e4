-- Of which unit and service, and on which local day, single dossiers count; voided ones do not.
create table counted_days (
  dossier uuid not null,
  population smallint not null,
  unit text not null, -- the competent one, or for ends and ratings the handling one
  day date not null,
  service text not null,
  primary key (dossier, population)
);
create index counted_days_of_unit on counted_days (unit, population, day);

-- Counted facts of dossiers, beside which single dossiers may come.
create table counts (
  count text primary key,
  stream text not null, -- of its series
  population smallint not null,
  unit text not null,
  service text not null, -- "": of all services
  first_day date not null,
  end_day date not null, -- the first day that no longer belongs to it
  overlapped boolean not null
);
create index counts_of_unit on counts (unit, population);

grant select, insert, update, delete on counted_days to :role;
grant select, insert, update on counts to :role;
