-- When events were recorded. `:table` is that of a stream.

-- name: recordings_write
-- The events of a batch: $1 positions, $2 times. Times never decrease along a stream.
insert into :table as r (chunk, first, since, times)
select (e.position - 1) / 200, min(e.position), min(e.at), array_agg(e.at order by e.position)
from unnest($1::bigint[], $2::timestamptz[]) e (position, at)
group by 1
on conflict (chunk) do update set times = r.times
  || array_fill(null::timestamptz, array[(excluded.first - r.first)::integer - cardinality(r.times)])
  || excluded.times

-- name: recorded_by
-- The last position recorded by the moment $1 (0: none), and whether a later one is known already.
select coalesce(found.position, 0) as position, coalesce(latest.at > $1, false) as passed
from (
  select max(r.first + e.n - 1) as position
  from (select first, times from :table where since <= $1 order by since desc, chunk desc limit 1) r
  cross join lateral unnest(r.times) with ordinality e (at, n)
  where e.at <= $1
) found
left join (select times[cardinality(times)] as at from :table order by chunk desc limit 1) latest on true
