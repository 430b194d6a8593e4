-- Figures that were published, by which scope and period they are, and whether they may have moved since
-- they were looked at. What was published and told stands in the log.
create table figures (
  figure uuid primary key,
  definition text not null, -- by name, such as online_handling@1
  unit text not null, -- '': the whole tree
  service text not null, -- '': all
  alone boolean not null,
  filters jsonb not null, -- values by dimension
  units_at timestamptz, -- as of when units are meant; null: as credited
  start_date date not null,
  end_date date not null,
  as_of timestamptz not null,
  told_at timestamptz not null, -- its publication or its last revision
  stale_since timestamptz, -- when it moved first since it was looked at; null: it did not
  moved_at timestamptz not null, -- when it moved last
  latest bytea not null, -- the receipt of its last publication
  disclosed boolean not null, -- whether that one is shown to the public
  shown bytea -- the receipt of the last publication that was shown
);
create index on figures (stale_since) where stale_since is not null;

create table publications (
  publication text primary key, -- publications/{publication}
  figure uuid not null,
  position bigint not null unique, -- in the own log
  superseded boolean not null
);
create index on publications (figure);

-- Up to where movements of items and of the catalogue were looked up for published figures.
create table revised_up_to (
  one boolean primary key default true check (one),
  catalog_position bigint not null,
  position bigint not null -- of submissions
);
insert into revised_up_to (catalog_position, position) values (0, 0);

grant select, insert, update on figures, publications, revised_up_to to :role;
