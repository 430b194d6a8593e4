-- What the submissions' stream told us of dossiers, and what that adds up to.

-- One row a dossier: what its events said, as far as a definition reads it.
create table facts (
  dossier uuid primary key,
  service text not null,
  unit text not null,
  channel smallint not null,
  assisted boolean not null,
  level smallint,
  accepted_at timestamptz, -- where the time is not known: when that was recorded
  acceptance_time_known boolean not null,
  acceptance_anomalies integer not null,
  ended_at timestamptz, -- the same
  end_recorded_at timestamptz,
  end_time_known boolean not null,
  handling_unit text not null,
  verdict smallint not null,
  ending_anomalies integer not null,
  voided boolean not null,
  position bigint not null
) with (fillfactor = 75);

-- Which other system's record a dossier is: what it is called where an inspector looks it up.
create table origins (
  dossier uuid primary key,
  source text not null,
  key text not null
);

-- A place where items are counted; rows elsewhere carry only its number, which keeps them small and
-- their indexes in memory. Service '' stands for all services together.
create table series (
  id integer primary key generated always as identity,
  definition text not null,
  service text not null,
  unit text not null,
  membership smallint not null,
  reason text not null,
  unique (definition, service, unit, membership, reason)
);

-- Where a dossier stands in the figures of a definition, and between which positions of the stream that
-- was so ([from_position, to_position), null: still is). Rows are added and closed, never changed
-- otherwise: sums, items and digests as known at any position can be read from here at any time.
create table contributions (
  series integer not null,
  dossier uuid not null,
  key_at timestamptz not null,
  weight bigint not null,
  assisted boolean not null,
  from_position bigint not null,
  to_position bigint
);
create unique index contributions_now on contributions (dossier, series) where to_position is null;
create index contributions_figure on contributions (series, key_at, dossier);

-- Sums by local month, of each service and of all (`whole`).
create table month_cells (
  series integer not null,
  day date not null, -- the first of the month
  whole boolean not null,
  n bigint not null,
  assisted bigint not null,
  position bigint not null, -- of the last event that moved it
  primary key (series, day)
) with (fillfactor = 75);
-- What the publisher asks for: months that moved.
create index month_cells_moved on month_cells (position) where whole;

-- Sums by local day, of all services together: one service's days hold so few items that the
-- contributions themselves are as quick to sum.
create table day_cells (
  series integer not null,
  day date not null,
  n bigint not null,
  assisted bigint not null,
  position bigint not null,
  primary key (series, day)
) with (fillfactor = 75);

-- From this position of submissions on, the catalogue must be known up to that one.
create table marks (
  position bigint primary key,
  catalog_position bigint not null
);

grant select, insert on origins to :role;
grant select, insert, update on facts, series, contributions, month_cells, day_cells, marks to :role;
