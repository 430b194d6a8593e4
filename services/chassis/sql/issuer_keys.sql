-- name: issuer_keys
-- $1 = an issuer's address
select fetched_at, keys, mac from issuer_keys where issuer = $1

-- name: issuer_keys_keep
-- $1 = an issuer's address, $2 = when its keys were fetched, $3 = these, $4 = the MAC over all three. Of several
-- processes the one that fetched last counts.
insert into issuer_keys as k (issuer, fetched_at, keys, mac) values ($1, $2, $3, $4)
on conflict (issuer) do update set fetched_at = excluded.fetched_at, keys = excluded.keys, mac = excluded.mac
where k.fetched_at < excluded.fetched_at
