-- name: refusals_note
-- $1 … $9 = as note_refusals takes them, $10 = how many days they are kept
select note_refusals($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: refusals_expire
select expire_refusals($1)

-- name: audit_entries
-- $1 = kinds (null: all), $2 = a caller (null: any), $3 = a method (null: any), $4 = from, $5 = until,
-- $6 … $8 = the place of the last one, $9 = how many. A reading is of kind 4.
(
  select r.minute as at, r.kind, r.number, r.first_at, r.last_at, r.count, r.caller, r.method, r.reason, r.unit,
    '{}'::text[] as resources
  from refusals r
  where ($1::smallint[] is null or r.kind = any($1::smallint[])) and ($2::text is null or r.caller = $2)
    and ($3::text is null or r.method = $3) and r.minute >= $4 and r.minute < $5
    and (r.minute, r.kind, r.number) > ($6::timestamptz, $7::smallint, $8::bigint)
  order by r.minute, r.kind, r.number limit $9
) union all (
  select g.at, 4::smallint, g.number, g.at, g.at, 1, g.reader, '', g.purpose, g.unit, g.owners
  from readings g
  where ($1::smallint[] is null or 4 = any($1::smallint[])) and ($2::text is null or g.reader = $2)
    and $3::text is null and g.at >= $4 and g.at < $5
    and (g.at, 4::smallint, g.number) > ($6::timestamptz, $7::smallint, $8::bigint)
  order by g.at, g.number limit $9
)
order by at, kind, number limit $9
