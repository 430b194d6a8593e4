-- One row per dossier as its facts make it now, for lists and counts: the stream is the history.
create table dossiers (
  dossier uuid primary key,
  unit text not null, -- that has it; before acceptance the receiving one, unless it was transferred
  receiving_unit text not null,
  status smallint not null, -- 0: entered in error
  accepted boolean not null,
  due bigint not null, -- microseconds since 1970; the greatest number: none
  submitted bigint not null, -- microseconds since 1970; the least number: not known
  falls_due boolean not null, -- accepted, in handling, not paused
  assignee text not null, -- "": nobody yet
  portal text not null, -- that filed it; "": a desk
  service text not null,
  channel smallint not null,
  content bytea not null -- Dossier of the API, but for what depends on now
);
-- A list walks the entries of each unit and status in order and merges them.
create index dossiers_by_due on dossiers (unit, status, due, dossier);
create index dossiers_by_submission on dossiers (unit, status, submitted, dossier);
create index dossiers_of_officer on dossiers (assignee, due, dossier) where assignee <> '';
create index dossiers_of_portal on dossiers (portal, submitted);

grant select, insert, update on dossiers to :role;

-- Dossiers that are linked to another one, the root of the citizen's act; voided ones are not here.
create table linked_dossiers (
  dossier uuid primary key,
  root uuid not null
);
create index linked_dossiers_by_root on linked_dossiers (root);

grant select, insert, update, delete on linked_dossiers to :role;
