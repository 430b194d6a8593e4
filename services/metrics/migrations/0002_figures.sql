-- What the submissions' stream told us of dossiers, and what that adds up to.

-- Units, services, fields and officers by number, which keeps rows and indexes small.
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
  extent smallint not null, -- at acceptance: 1 none, 2 partial, 3 full
  rating smallint,
  assisted boolean not null,
  acceptance_time_known boolean not null,
  end_time_known boolean not null,
  voided boolean not null,
  closed boolean not null,
  acceptance_day_only boolean not null,
  end_day_only boolean not null,
  fee_waived boolean not null,
  paid_online boolean not null,
  written_result boolean,
  electronic_result boolean,
  rated_unit integer,
  field integer, -- of administration, by number
  first_rated_at timestamptz,
  happened_at timestamptz not null, -- of the event that made the version
  root uuid, -- of its act, where that is another dossier
  complaints smallint not null,
  act smallint not null, -- 0 alone; it represents its act, of which all were filed online 1, not all 2,
    -- or it is not known 3; another dossier represents it 4
  corrected boolean not null, -- that event corrects or voids
  accepted_shown timestamptz generated always as (
    case when end_recorded_at is not null and (accepted_at is null or ending_anomalies & 32 <> 0)
      then end_recorded_at else accepted_at end) stored,
  primary key (dossier, known_from)
) with (fillfactor = 85); -- closing a row changes no index
create index dossier_items_accepted on dossier_items (unit, accepted_shown, dossier)
  where accepted_shown is not null;
create index dossier_items_ended on dossier_items (handling_unit, ended_at, dossier)
  where ended_at is not null;
create index dossier_items_rated on dossier_items (rated_unit, first_rated_at, dossier)
  where first_rated_at is not null;

-- What is stated of the roots of dossiers, now; those that are linked to none have no row.
create table links (
  dossier uuid primary key,
  root uuid not null
);
create index on links (root);

-- Dossiers that another item names, and of which no event has come yet.
create table awaited (
  dossier uuid primary key
);

-- The same of petitions, tickets, counts and standards. `service` of a petition is that of no service.
create table petition_items (
  petition uuid not null,
  known_from bigint not null,
  known_to bigint not null,
  happened_at timestamptz not null,
  answer_term timestamptz,
  refusal_term timestamptz,
  first_request_term timestamptz,
  publication_term timestamptz,
  answered_at timestamptz,
  refused_at timestamptz,
  first_request_at timestamptz,
  published_at timestamptz,
  dossier uuid, -- that it names
  service integer not null,
  unit integer not null, -- the holder
  complaint boolean not null,
  refused boolean not null,
  merged boolean not null,
  withdrawn boolean not null,
  voided boolean not null,
  corrected boolean not null,
  settlement_term timestamptz generated always as (
    case when refused then refusal_term else answer_term end) stored,
  primary key (petition, known_from)
) with (fillfactor = 85);
create index petition_items_settled on petition_items (unit, settlement_term, petition)
  where settlement_term is not null;
create index petition_items_requested on petition_items (unit, first_request_term, petition)
  where first_request_term is not null;
create index petition_items_published on petition_items (unit, publication_term, petition)
  where publication_term is not null;

create table ticket_items (
  ticket uuid not null,
  known_from bigint not null,
  known_to bigint not null,
  happened_at timestamptz not null,
  called_at timestamptz, -- first
  service integer not null,
  unit integer not null,
  waiting_minutes bigint,
  no_show boolean not null,
  voided boolean not null,
  corrected boolean not null,
  primary key (ticket, known_from)
) with (fillfactor = 85);
create index ticket_items_called on ticket_items (unit, called_at, ticket) where called_at is not null;

-- Of a period, [start_at, end_at): null where it cannot be, and then in no figure.
create table count_items (
  counted uuid not null,
  known_from bigint not null,
  known_to bigint not null,
  happened_at timestamptz not null,
  start_at timestamptz,
  end_at timestamptz,
  n bigint not null,
  service integer not null, -- 0 characters long: of all together
  unit integer not null,
  population smallint not null,
  channel smallint not null,
  verdict smallint not null,
  level smallint,
  rating smallint,
  assisted boolean,
  written_result boolean,
  electronic_result boolean,
  overlapped boolean not null,
  corrected boolean not null,
  primary key (counted, known_from)
);
create index count_items_of on count_items (population, unit, start_at);

create table standard_items (
  standard uuid not null,
  known_from bigint not null,
  known_to bigint not null,
  happened_at timestamptz not null,
  start_at timestamptz,
  end_at timestamptz,
  volume bigint,
  met bigint,
  target_n bigint,
  target_d bigint,
  service integer not null,
  unit integer not null,
  corrected boolean not null,
  primary key (standard, known_from)
);
create index standard_items_of on standard_items (unit, start_at);

-- Counts and standards with the columns of what they count, so that one text classifies both: what a
-- count does not say is null, and it has no time of day.
create view counted_dossiers as
select counted as id, known_from, known_to, start_at, end_at, n, service, unit, population,
  coalesce(nullif(channel, 0), 7) as channel, level, null::smallint as extent, null::integer as field, verdict, rating, assisted, written_result,
  electronic_result, null::timestamptz as accepted_at, null::timestamptz as ended_at,
  null::timestamptz as end_recorded_at, null::timestamptz as promised_at, 0 as acceptance_anomalies,
  0 as ending_anomalies, true as acceptance_time_known, true as end_time_known, false as voided,
  true as acceptance_day_only, true as end_day_only, null::boolean as closed, null::boolean as paid_online, false as fee_waived,
  null::bigint as fee, null::integer as requests, null::integer as working_minutes,
  null::smallint as complaints, 0::smallint as act
from count_items where start_at is not null;
create view counted_standards as
select standard as id, known_from, known_to, start_at, end_at, 1::bigint as n, service, unit, volume, met,
  target_n, target_d, null::boolean as assisted
from standard_items where start_at is not null;

-- Which other system's record an item is: what it is called where an inspector looks it up.
create table origins (
  item uuid primary key,
  source text not null,
  key text not null
);

-- Months of a unit in which items are or were shown by a key (of dossiers 1 accepted, 2 ended, 3 rated; of
-- petitions 4 settlement, 5 first request, 6 publication; of tickets 7 called; of standards 8): the last
-- position that moved one, and the position up to which the month's cells are built. Behind it they are stale.
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
grant select on counted_dossiers, counted_standards to :role;
grant select, insert, update on
  dossier_items, petition_items, ticket_items, count_items, standard_items, months, month_leaves, marks
  to :role;
grant select, insert, delete on month_cells, links, awaited to :role;
