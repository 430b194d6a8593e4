-- name: officers_alone
-- Sealing and erasing go one after the other: an erased officer must not be sealed meanwhile.
select pg_advisory_xact_lock(hashtextextended('officers', 1))

-- name: officer_command
select c.fingerprint, c.kind, c.officer, c.unit, c.at from officer_commands c where c.request_id = $1

-- name: officer_command_note
insert into officer_commands (request_id, fingerprint, actor, kind, officer, unit, at, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: officer_erased_at
select c.at from officer_commands c where c.officer = $1 and c.kind = 'erase'

-- name: officer_units
-- $1 = an officer; at which units a name was sealed, and when it was last
select c.unit, max(c.at) as sealed_at from officer_commands c
where c.officer = $1 and c.kind = 'seal' group by c.unit

-- name: officer_places
-- $1 = officers, $2 = a unit; one row for each officer, in their order
select asked.officer,
  (
    select max(c.at) from officer_commands c
    where c.officer = asked.officer and c.unit = $2 and c.kind = 'seal'
  ) as sealed_at,
  (
    select c.at from officer_commands c where c.officer = asked.officer and c.kind = 'erase'
  ) as erased_at
from unnest($1::text[]) with ordinality as asked (officer, place)
order by asked.place

-- name: officer_key_put
insert into owner_keys (owner, master, nonce, wrapped) values ($1, $2, $3, $4)

-- name: officer_name_put
insert into sealed_fields (owner, field, nonce, ciphertext, sealed_at) values ($1, $2, $3, $4, $5)
on conflict (owner, field) do update
set nonce = excluded.nonce, ciphertext = excluded.ciphertext, sealed_at = excluded.sealed_at

-- name: officer_name_note
insert into sealed_commands (command_id, owner, fingerprint) values ($1, $2, $3)
