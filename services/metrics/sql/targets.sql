-- Targets of the catalogue: what was set and withdrawn, and which units lie below those that have one.

-- name: target_changes_write
insert into target_changes (
  target, indicator, unit, service, channel, threshold_n, threshold_d, by_date, effective_from, known_from
)
select * from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::bigint[], $7::bigint[], $8::date[],
  $9::timestamptz[], $10::bigint[]
)

-- name: target_changes_after
-- Those that became known after position $1 of the catalogue, up to $2.
select t.target, t.indicator, t.unit, t.service, t.channel, t.threshold_n, t.threshold_d, t.by_date,
  t.effective_from, t.known_from
from target_changes t where t.known_from > $1 and t.known_from <= $2
order by t.known_from

-- name: paths_to
-- Which of the units $2 each of the units $1 lies in, itself among them, as of $3, as known at position $4.
select a.unit, a.ancestor from ancestry a
where a.unit = any($1::text[]) and a.ancestor = any($2::text[])
  and a.effective_from < $3 and a.effective_to >= $3
  and a.known_from <= $4 and (a.known_to is null or a.known_to > $4)
