-- The names of officers, sealed apart from everything else: no other table, and no event, holds one.
-- A name is encrypted under a key of its officer, and that key under one that the service derives from
-- a sealing key; whoever has these tables alone has no name. Without its key a name is noise for ever.

create table officer_keys (
  officer text collate "C" primary key,
  sealing_key text not null, -- the id of the key that this one is wrapped under
  nonce bytea not null,
  wrapped bytea not null,
  made_at timestamptz not null
);

-- One name for each unit at which an officer was ever sealed: the last one.
create table officer_names (
  officer text collate "C" not null,
  unit text collate "C" not null,
  nonce bytea not null,
  ciphertext bytea not null,
  sealed_at timestamptz not null,
  primary key (officer, unit)
);

-- Who sealed and erased what, which answers repeats, too. The fingerprint of a sealing is keyed with
-- the officer's key: once that is gone, no guess at the name can be tested by it.
create table officer_commands (
  request_id uuid primary key,
  fingerprint bytea not null,
  kind text not null check (kind in ('seal', 'erase')),
  officer text collate "C" not null,
  unit text collate "C" not null,
  actor text not null,
  at timestamptz not null,
  reason text not null -- a code; "" for a sealing
);
create unique index officer_erasures on officer_commands (officer) where kind = 'erase';

-- Who asked for which names, when, where and why.
create table officer_readings (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  reader text not null,
  unit text collate "C" not null,
  officers text[] not null,
  purpose text not null
);

create trigger officer_commands_are_kept before update or delete or truncate on officer_commands
  for each statement execute function refuse_rewriting();
create trigger officer_readings_are_kept before update or delete or truncate on officer_readings
  for each statement execute function refuse_rewriting();

-- A key is made and destroyed, never changed.
grant select, insert, delete on officer_keys to :role;
grant select, insert, update (nonce, ciphertext, sealed_at) on officer_names to :role;
grant select, insert on officer_commands, officer_readings to :role;
