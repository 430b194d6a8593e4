-- name: officers_alone
-- Sealing and erasing go one after the other: an erased officer must not be sealed meanwhile.
select pg_advisory_xact_lock(hashtextextended('officers', 1))

-- name: officer_readings_alone
-- Numbers are given in the order of commits: whoever has read up to one has read all before it.
select pg_advisory_xact_lock(hashtextextended('officers', 2))

-- name: officer_command
select c.fingerprint, c.kind, c.officer, c.unit, c.at from officer_commands c where c.request_id = $1

-- name: officer_command_note
insert into officer_commands (request_id, fingerprint, actor, kind, officer, unit, at, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: officer_erased_at
select c.at from officer_commands c where c.officer = $1 and c.kind = 'erase'

-- name: officer_key
select k.sealing_key, k.nonce, k.wrapped from officer_keys k where k.officer = $1

-- name: officer_key_put
insert into officer_keys (officer, sealing_key, nonce, wrapped, made_at)
values ($1, $2, $3, $4, $5)

-- name: officer_key_destroy
delete from officer_keys k where k.officer = $1

-- name: officer_keys_under_others
-- $1 = the id of the current sealing key; what is wrapped under another
select k.officer, k.sealing_key, k.nonce, k.wrapped from officer_keys k
where k.sealing_key <> $1 order by k.officer

-- name: officer_key_rewrap
-- As the owner: to the service a key never changes.
update officer_keys k set sealing_key = $2, nonce = $3, wrapped = $4 where k.officer = $1

-- name: officer_name_put
insert into officer_names (officer, unit, nonce, ciphertext, sealed_at) values ($1, $2, $3, $4, $5)
on conflict (officer, unit) do update
set nonce = excluded.nonce, ciphertext = excluded.ciphertext, sealed_at = excluded.sealed_at

-- name: officer_units
-- $1 = an officer; at which units a name is sealed, and when it was last
select n.unit, n.sealed_at from officer_names n where n.officer = $1

-- name: officer_names
-- $1 = officers, $2 = a unit; one row for each officer, in their order
select asked.officer, n.nonce, n.ciphertext, n.sealed_at, k.sealing_key, k.nonce as key_nonce,
  k.wrapped, c.at as erased_at
from unnest($1::text[]) with ordinality as asked (officer, place)
left join officer_names n on n.officer = asked.officer and n.unit = $2
left join officer_keys k on k.officer = asked.officer
left join officer_commands c on c.officer = asked.officer and c.kind = 'erase'
order by asked.place

-- name: officer_reading_note
insert into officer_readings (at, reader, unit, officers, purpose) values ($1, $2, $3, $4, $5)

-- name: officer_readings_after
-- $1 = units (null: all), $2 = a number, $3 = how many
select r.number, r.at, r.reader, r.unit, r.officers, r.purpose
from officer_readings r
where r.number > $2 and ($1::text[] is null or r.unit = any($1::text[]))
order by r.number
limit $3
