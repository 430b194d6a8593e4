-- Who sealed and erased the names of officers, which answers repeats, too. The names lie among what the
-- chassis seals, apart from everything else: no other table, and no event, holds one.
create table officer_commands (
  request_id uuid primary key,
  fingerprint bytea not null, -- without the name
  kind text not null check (kind in ('seal', 'erase')),
  officer text collate "C" not null,
  unit text collate "C" not null,
  actor text not null,
  at timestamptz not null,
  reason text not null -- a code; "" for a sealing
);
create unique index officer_erasures on officer_commands (officer) where kind = 'erase';
create index officer_sealings on officer_commands (officer, unit, at) where kind = 'seal';

create trigger officer_commands_are_kept before update or delete or truncate on officer_commands
  for each statement execute function refuse_rewriting();

grant select, insert on officer_commands to :role;
