-- name: owner_key
select k.owner, k.master, k.nonce, k.wrapped from owner_keys k where k.owner = $1

-- name: owner_keys_destroy
-- With all that was sealed for these owners.
delete from owner_keys k where k.owner = any($1::text[])

-- name: owner_keys_under_others
-- $1 = the id of the current master key, $2 = an owner before which nothing is looked for, $3 = how many
select k.owner, k.master, k.nonce, k.wrapped from owner_keys k
where k.master <> $1 and k.owner > $2
order by k.owner limit $3

-- name: owner_keys_rewrap
-- As the owner of the tables: to the service a key never changes. One that was destroyed, or brought under
-- another master meanwhile, stays so.
update owner_keys k set master = $2, nonce = n.nonce, wrapped = n.wrapped
from unnest($1::text[], $3::text[], $4::bytea[], $5::bytea[]) as n (owner, master, nonce, wrapped)
where k.owner = n.owner and k.master = n.master

-- name: owner_keys_by_master
select k.master, count(*) as keys from owner_keys k group by k.master order by k.master

-- name: owner_key_under_unknown
-- $1 = ids of master keys
select k.master from owner_keys k where k.master <> all($1::text[]) limit 1

-- name: sealed_command
select k.owner, k.master, k.nonce, k.wrapped, c.fingerprint
from sealed_commands c join owner_keys k on k.owner = c.owner where c.command_id = $1

-- name: sealed_fields
-- $1 = owners, $2 = a field of each
select k.owner, k.master, k.nonce as key_nonce, k.wrapped, f.nonce, f.ciphertext
from owner_keys k join sealed_fields f on f.owner = k.owner
where k.owner = any($1::text[]) and f.field = $2

-- name: reading_note
-- One after the other, so that numbers are given in the order of commits: whoever has read up to one has
-- read all before it.
with alone as (select pg_advisory_xact_lock(hashtextextended('readings', 1)))
insert into readings (at, reader, unit, owners, purpose) select $1, $2, $3, $4, $5 from alone

-- name: readings_after
-- $1 = units (null: all), $2 = a number, $3 = how many, $4 = an owner (null: all)
select r.at, r.reader, r.unit, r.owners, r.purpose, r.number
from readings r
where r.number > $2 and ($1::text[] is null or r.unit = any($1::text[]))
  and ($4::text is null or r.owners @> array[$4::text])
order by r.number limit $3
