-- One row per petition as its facts make it now, for lists: the stream is the history.
create table petitions (
  petition uuid primary key,
  unit text not null, -- that has it
  status smallint not null, -- 0: entered in error
  kind smallint not null,
  term bigint not null, -- that runs: of the answer, then of the publication; microseconds since 1970; the greatest number: none
  received bigint not null, -- microseconds since 1970; the least number: not known
  assignee text not null, -- "": nobody yet
  portal text not null, -- that filed it; "": a desk
  dossier text not null, -- that it names; "": none
  publication uuid unique, -- what is disclosed of it; null: nothing
  published bigint not null,
  content bytea not null -- Petition of the API, but for what depends on now
);
-- A list walks the entries of each unit and status in order and merges them.
create index petitions_by_term on petitions (unit, status, term, petition);
create index petitions_by_reception on petitions (unit, status, received, petition);
create index petitions_of_officer on petitions (assignee, petition) where assignee <> '';
create index petitions_naming_dossiers on petitions (dossier, petition) where dossier <> '';
create index petitions_published on petitions (unit, published, publication) where publication is not null;

-- Which petition a petitioner's number names; a number given twice cannot be written here.
create table petition_numbers (
  number text primary key,
  petition text not null
);

-- What is disclosed, for everybody to read: written before the fact that it is, and shown by that fact.
create table publications (
  publication uuid primary key,
  petition uuid not null,
  paragraphs text[] not null,
  written_at timestamptz not null default clock_timestamp()
);
create index publications_of_petition on publications (petition);

grant select, insert, update on petitions to :role;
grant select, insert, delete on petition_numbers, publications to :role;
