-- One row per dossier as its facts make it now, for lists and counts: the stream is the history.
create table dossiers (
  dossier uuid primary key,
  unit text not null, -- that has it; before acceptance the receiving one, unless it was transferred
  receiving_unit text not null,
  status smallint not null, -- 0: entered in error
  accepted boolean not null,
  due bigint not null, -- microseconds since 1970; the greatest number: none
  due_week integer not null generated always as ((due / 604800000000)::integer) stored,
  submitted bigint not null, -- microseconds since 1970; the least number: not known
  recency bigint not null generated always as (~submitted) stored, -- the later, the less
  assignee text not null, -- "": nobody yet
  portal text not null, -- that filed it; "": a desk
  service text not null,
  channel smallint not null,
  content bytea not null -- Dossier of the API, but for what depends on now
);
-- Of a few units and statuses a list merges the order of each; of many it walks the order of all units. What
-- is included decides about an entry without a look at the dossier (sql/dossier_lists.sql).
create index dossiers_of_unit_by_due on dossiers (unit, status, due, dossier)
  include (accepted, recency);
create index dossiers_of_unit_by_recency on dossiers (unit, status, recency, dossier)
  include (accepted, due);
create index dossiers_by_due on dossiers (status, due, dossier) include (accepted, unit);
create index dossiers_by_recency on dossiers (status, recency, dossier)
  include (accepted, due, unit);
create index dossiers_by_week on dossiers (due_week, recency, dossier)
  include (accepted, status, due, unit) where due < 9223372036854775807;
create index dossiers_of_officer_by_due on dossiers (assignee, due, dossier)
  include (accepted, status, unit) where assignee <> '';
create index dossiers_of_officer_by_recency on dossiers (assignee, recency, dossier)
  include (accepted, status, due, unit) where assignee <> '';
create index dossiers_of_portal_by_due on dossiers (portal, status, due, dossier)
  include (accepted, unit) where portal <> '';
create index dossiers_of_portal_by_recency on dossiers (portal, status, recency, dossier)
  include (accepted, due, unit) where portal <> '';

grant select, insert, update on dossiers to :role;

-- Dossiers that are linked to another one, the root of the citizen's act; voided ones are not here.
create table linked_dossiers (
  dossier uuid primary key,
  root uuid not null,
  since timestamptz not null -- when the last fact was recorded that could link it
);
create index linked_dossiers_by_root on linked_dossiers (root);

grant select, insert, update, delete on linked_dossiers to :role;
