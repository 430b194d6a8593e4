-- name: keep_dossiers
insert into dossiers (
  dossier, unit, receiving_unit, status, accepted, due, submitted, assignee, portal,
  service, channel, content
)
select
  t.dossier, t.unit, t.receiving_unit, t.status, t.accepted, t.due, t.submitted,
  t.assignee, t.portal, t.service, t.channel, t.content
from unnest(
  $1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::boolean[], $6::bigint[], $7::bigint[],
  $8::text[], $9::text[], $10::text[], $11::smallint[], $12::bytea[]
) as t (
  dossier, unit, receiving_unit, status, accepted, due, submitted, assignee, portal,
  service, channel, content
)
on conflict (dossier) do update
set unit = excluded.unit, receiving_unit = excluded.receiving_unit, status = excluded.status,
  accepted = excluded.accepted, due = excluded.due, submitted = excluded.submitted,
  assignee = excluded.assignee, portal = excluded.portal,
  service = excluded.service, channel = excluded.channel, content = excluded.content

-- name: facts_of_dossiers_until
-- The facts of some dossiers, up to the position $2.
select e.stream, e.type, e.subject, e.occurred_at, e.payload
from events_of($1) e where e.position <= $2 order by e.position

-- name: portal_days
-- What became of what was submitted from $2 on and before $3 at the units $1, by the portal $4 or any.
-- A local day of Vietnam is UTC+7, and 86,400,000,000 microseconds long.
select d.portal, floor((d.submitted + 25200000000)::numeric / 86400000000)::integer as day,
  count(*) filter (where d.status <> 0) as submitted,
  count(*) filter (where d.status <> 0 and d.accepted) as accepted,
  count(*) filter (where d.status = 3 and not d.accepted) as refused,
  count(*) filter (where d.status = 7 and not d.accepted) as withdrawn,
  count(*) filter (where d.status in (1, 5) and not d.accepted) as pending,
  count(*) filter (where d.status = 0) as voided
from dossiers d
where d.recency <= ~$2::bigint and d.recency > ~$3::bigint
  and d.status = any('{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}')
  and d.receiving_unit = any($1::text[]) and ($4::text is null or d.portal = $4)
group by 1, 2 order by 1, 2
