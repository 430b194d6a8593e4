-- Definitions that were adopted, each at its position in the own log.
create table definitions (
  id text not null,
  version integer not null,
  position bigint not null unique,
  adopted_at timestamptz not null,
  text text not null,
  digest text not null, -- SHA-256, hexadecimal, as its event says
  primary key (id, version)
);
grant select, insert on definitions to :role;

-- Up to which of these positions the cells of a month are built: of a definition that was adopted after
-- it, they are not.
alter table months add column adopted bigint not null default 0;
create index months_behind on months (key, adopted, month);
