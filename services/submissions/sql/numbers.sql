-- name: take_block
-- The next block of a unit's day. Whoever comes second waits for the first and gets what follows.
insert into number_blocks (unit, day, last) values ($1, $2, $3)
on conflict (unit, day) do update set last = number_blocks.last + excluded.last
returning last

-- name: raise_blocks
-- Numbers found in the log count as handed out, also after this table came back from an old backup.
insert into number_blocks (unit, day, last)
select t.unit, t.day, t.last from unnest($1::text[], $2::date[], $3::bigint[]) as t (unit, day, last)
on conflict (unit, day) do update set last = excluded.last
where number_blocks.last < excluded.last

-- name: keep_numbers
insert into numbers (number, dossier)
select t.number, t.dossier from unnest($1::text[], $2::text[]) as t (number, dossier)

-- name: dossier_of_number
select n.dossier from numbers n where n.number = $1
