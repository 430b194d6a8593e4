-- What the submissions' stream told us of dossiers, and what that adds up to.

-- Units and services by number, which keeps rows and indexes small.
create table names (
  number integer primary key generated always as identity,
  name text not null unique
);

-- One row a version of what was known of a dossier, at the positions [known_from, known_to) of the
-- stream; 9223372036854775807: still. Rows are added and closed, never changed otherwise: what was known
-- at any position can be read from here at any time.
create table dossier_items (
  dossier uuid not null,
  known_from bigint not null,
  known_to bigint not null,
  accepted_at timestamptz, -- where the time is not known: when that was recorded
  ended_at timestamptz, -- the same
  end_recorded_at timestamptz,
  promised_at timestamptz,
  fee bigint,
  service integer not null,
  unit integer not null, -- the competent one
  handling_unit integer not null,
  acceptance_anomalies integer not null, -- bit n: anomaly number n
  ending_anomalies integer not null,
  working_minutes integer,
  requests integer not null,
  channel smallint not null,
  level smallint,
  verdict smallint not null,
  rating smallint,
  assisted boolean not null,
  acceptance_time_known boolean not null,
  end_time_known boolean not null,
  voided boolean not null,
  closed boolean not null,
  day_only boolean not null,
  fee_waived boolean not null,
  paid_online boolean not null,
  written_result boolean,
  electronic_result boolean,
  accepted_shown timestamptz generated always as (
    case when end_recorded_at is not null and (accepted_at is null or ending_anomalies & 32 <> 0)
      then end_recorded_at else accepted_at end) stored,
  primary key (dossier, known_from)
) with (fillfactor = 85); -- closing a row changes no index
create index dossier_items_accepted on dossier_items (unit, accepted_shown, dossier)
  where accepted_shown is not null;
create index dossier_items_ended on dossier_items (handling_unit, ended_at, dossier)
  where ended_at is not null;

-- Which other system's record a dossier is: what it is called where an inspector looks it up.
create table origins (
  dossier uuid primary key,
  source text not null,
  key text not null
);

-- Months of a unit in which items are or were shown by a key (1 accepted, 2 ended): the last position
-- that moved one, and the position up to which the month's cells are built. Behind it they are stale.
create table months (
  key smallint not null,
  unit integer not null,
  month date not null, -- its first day
  moved bigint not null,
  built bigint not null default 0,
  primary key (key, unit, month)
) with (fillfactor = 75);
create index months_stale on months (key, month) where built < moved;
create index months_moved on months (moved);

-- How many items of a definition stand in a class, by unit and local month; a class is a number that
-- follows from the definition's text.
create table month_cells (
  definition text not null,
  unit integer not null,
  month date not null,
  class smallint not null,
  n bigint not null,
  assisted bigint not null,
  primary key (definition, unit, month, class)
);

-- Digests of a definition's items of a unit and local month, made when they were asked for. One holds
-- while its month has not moved since, and for every position from there on.
create table month_leaves (
  definition text not null,
  unit integer not null,
  month date not null,
  made bigint not null, -- the position that had moved the month last
  leaf bytea, -- null: no item stands there
  primary key (definition, unit, month)
) with (fillfactor = 75);

-- From this position of submissions on, the catalogue must be known up to that one.
create table marks (
  position bigint primary key,
  catalog_position bigint not null
);

grant select, insert on names, origins to :role;
grant select, insert, update on dossier_items, months, month_leaves, marks to :role;
grant select, insert, delete on month_cells to :role;
