-- Months of the whole tree as questions read them: sums by class and all leaves, in one row. A process that
-- begins reads them here, where it would sum and sort those of every unit. True while `moved` is what
-- moved the month last.
create table country_months (
  definition text not null,
  month date not null,
  moved bigint not null,
  classes smallint[] not null,
  n bigint[] not null,
  assisted bigint[] not null,
  units text not null, -- a line each, in the order of their leaves
  leaves bytea not null, -- 32 bytes each
  primary key (definition, month)
);
alter table country_months alter column leaves set storage external; -- digests cannot be compressed

grant select, insert, update on country_months to :role;
