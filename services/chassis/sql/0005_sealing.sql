-- Personal data, sealed apart from the log: no other table, and no event, holds any. What is sealed for an
-- owner (an officer, a dossier) is encrypted under the owner's key, and that key under a master key that
-- only the service's environment has: whoever has these tables alone has nothing. With its key goes all
-- that was sealed for an owner.

create table owner_keys (
  owner text collate "C" primary key,
  master text not null, -- the id of the master key that this one is wrapped under
  nonce bytea not null,
  wrapped bytea not null
);

create table sealed_fields (
  owner text collate "C" not null references owner_keys on delete cascade,
  field text collate "C" not null,
  nonce bytea not null,
  ciphertext bytea not null,
  sealed_at timestamptz not null,
  primary key (owner, field)
);

-- What tells a repeated command from another with the same id: the fingerprint of its sealed fields, keyed
-- with the owner's key, by which no guess can be tested once that is gone.
create table sealed_commands (
  command_id uuid primary key,
  owner text collate "C" not null references owner_keys on delete cascade,
  fingerprint bytea not null
);
create index sealed_commands_by_owner on sealed_commands (owner);

-- Who asked for what was sealed for which owners, when, by a right over which unit, and why.
create table readings (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  reader text not null,
  unit text collate "C" not null,
  owners text[] not null,
  purpose text not null
);
create index readings_by_owner on readings using gin (owners);
create trigger readings_are_kept before update or delete or truncate on readings
  for each statement execute function refuse_rewriting();

-- A key is made and destroyed, never changed.
grant select, insert, delete on owner_keys to :role;
grant select, insert, update (nonce, ciphertext, sealed_at) on sealed_fields to :role;
grant select, insert on sealed_commands, readings to :role;

-- Appends a batch and, in the same transaction, writes what those of its commands sealed that were
-- appended, and destroys the keys that they erase: a repeat writes nothing, and nothing is written without
-- its events. The arguments of append_batch, then one element for each command that seals or erases:
-- `fields` is null where it erases, `masters` where the owner has a key already.
create function append_sealed_batch(
  commands integer[], ns integer[], command_ids uuid[], fingerprints bytea[], actors text[],
  traceparents text[], streams text[], versions integer[], event_ids uuid[], types text[],
  subjects text[], occurred timestamptz[], payloads bytea[],
  condition_of integer[], condition_since bigint[], condition_streams text[],
  condition_patterns text[],
  sealing_commands integer[], sealing_ids uuid[], owners text[], fields text[], nonces bytea[],
  ciphertexts bytea[], marks bytea[], masters text[], key_nonces bytea[], wraps bytea[]
) returns table (status text, last_position bigint, first_stream text, last_version integer)
language plpgsql security definer
set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
declare
  command integer := commands[1];
  appended integer[] := '{}';
begin
  for status, last_position, first_stream, last_version in
    select a.status, a.last_position, a.first_stream, a.last_version
    from append_batch(
      commands, ns, command_ids, fingerprints, actors, traceparents, streams, versions, event_ids,
      types, subjects, occurred, payloads, condition_of, condition_since, condition_streams,
      condition_patterns
    ) as a
  loop
    if status = 'appended' then appended := appended || command; end if;
    command := command + 1;
    return next;
  end loop;

  insert into owner_keys (owner, master, nonce, wrapped)
  select t.owner, t.master, t.nonce, t.wrapped
  from unnest(sealing_commands, owners, masters, key_nonces, wraps)
    as t (command, owner, master, nonce, wrapped)
  where t.command = any(appended) and t.master is not null;

  insert into sealed_fields (owner, field, nonce, ciphertext, sealed_at)
  select t.owner, t.field, t.nonce, t.ciphertext, clock_timestamp()
  from unnest(sealing_commands, owners, fields, nonces, ciphertexts)
    as t (command, owner, field, nonce, ciphertext)
  where t.command = any(appended) and t.field is not null
  on conflict (owner, field) do update
  set nonce = excluded.nonce, ciphertext = excluded.ciphertext, sealed_at = excluded.sealed_at;

  insert into sealed_commands (command_id, owner, fingerprint)
  select t.id, t.owner, t.mark
  from unnest(sealing_commands, sealing_ids, owners, marks) as t (command, id, owner, mark)
  where t.command = any(appended) and t.mark is not null;

  delete from owner_keys k using unnest(sealing_commands, owners, fields) as t (command, owner, field)
  where t.command = any(appended) and t.field is null and k.owner = t.owner;
end $$;

revoke all on function append_sealed_batch from public;
grant execute on function append_sealed_batch to :role;
