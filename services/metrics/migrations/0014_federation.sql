-- The register of a nation's members, as the own log has it, and what was read of their streams `published`.
create table member_events (
  position bigint primary key, -- in the own log
  member text not null, -- members/{member}
  type text not null,
  payload bytea not null
);

-- Up to which message the stream of a member was read, and the tree over these messages.
create table member_streams (
  member text primary key,
  sequence bigint not null,
  peaks bytea[] not null,
  heard_at timestamptz not null
);

-- Figures that members published, each a message of the member's stream.
create table released_figures (
  member text not null,
  sequence bigint not null,
  leaf bytea not null, -- in the tree that the member signs
  whole boolean not null, -- of the whole city, its items not chosen
  definition text not null, -- by id
  service text not null, -- '': all
  start_date date not null,
  end_date date not null,
  payload bytea not null,
  primary key (member, sequence)
);
create index on released_figures (start_date, end_date, service, definition) where whole;

grant select, insert on member_events, released_figures to :role;
grant select, insert, update on member_streams to :role;
