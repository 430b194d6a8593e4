-- Definitions that were adopted, and how far the cells of their months are built.

-- name: definitions_known
select position, adopted_at, text, digest from definitions order by position

-- name: definitions_write
insert into definitions (id, version, position, adopted_at, text, digest)
select * from unnest($1::text[], $2::integer[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[])

-- name: months_kept
-- Of definitions, by the number of their key ($1) and the position at which they were adopted ($2).
select d.key, d.position, count(*) as months, count(*) filter (where m.adopted >= d.position) as kept
from unnest($1::smallint[], $2::bigint[]) d (key, position) join months m on m.key = d.key
group by d.key, d.position
