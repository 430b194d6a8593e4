-- The tickets of a unit's last days, as their facts make them: the queues before its counters.
create table tickets (
  ticket uuid primary key,
  unit text not null,
  day date not null,
  turn integer not null, -- which ticket of the unit's day
  serial integer not null, -- which of the group that it was taken for
  taken_for text not null, -- that group, which its number names
  taker text not null, -- the subject of the token that took it
  state smallint not null,
  position bigint not null, -- of its last event
  content bytea not null, -- Ticket
  unique (unit, day, turn)
);
create index tickets_changed on tickets (unit, day, position);

grant select, insert, update, delete on tickets to :role;
