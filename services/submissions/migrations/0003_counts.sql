-- Of which unit and service there are single dossiers on a local day, and one of them.
create table counted_days (
  population smallint not null,
  unit text not null, -- the competent one, or for ends and ratings the handling one
  day date not null,
  service text not null,
  dossier text not null,
  primary key (population, unit, day, service)
);

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

grant select, insert, update on counted_days, counts to :role;
