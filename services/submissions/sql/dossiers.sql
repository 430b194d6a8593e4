-- name: keep_dossiers
insert into dossiers (
  dossier, unit, receiving_unit, status, accepted, due, submitted, falls_due, assignee, portal,
  service, channel, content
)
select
  t.dossier, t.unit, t.receiving_unit, t.status, t.accepted, t.due, t.submitted, t.falls_due,
  t.assignee, t.portal, t.service, t.channel, t.content
from unnest(
  $1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::boolean[], $6::bigint[], $7::bigint[],
  $8::boolean[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::bytea[]
) as t (
  dossier, unit, receiving_unit, status, accepted, due, submitted, falls_due, assignee, portal,
  service, channel, content
)
on conflict (dossier) do update
set unit = excluded.unit, receiving_unit = excluded.receiving_unit, status = excluded.status,
  accepted = excluded.accepted, due = excluded.due, submitted = excluded.submitted,
  falls_due = excluded.falls_due, assignee = excluded.assignee, portal = excluded.portal,
  service = excluded.service, channel = excluded.channel, content = excluded.content

-- name: facts_of_dossiers_until
-- The facts of some dossiers, up to the position $2.
select e.stream, e.type, e.subject, e.occurred_at, e.payload
from events_of($1) e where e.position <= $2 order by e.position

-- name: dossiers_by_due
-- Of the units $1 and statuses $2, after ($3, $4), due from $5 on and before $6; $13 how many. Of each
-- unit and status no more than a page is read.
select d.dossier, d.due as key, d.content from (
  select k.due, k.dossier
  from unnest($1::text[]) as u (unit)
  cross join unnest($2::smallint[]) as s (status)
  cross join lateral (
    select d.due, d.dossier from dossiers d
    where d.unit = u.unit and d.status = s.status and (d.due, d.dossier) > ($3::bigint, $4::uuid)
      and ($5::bigint is null or d.due >= $5) and ($6::bigint is null or d.due < $6)
      and ($7::text is null or d.portal = $7) and ($8::text is null or d.service = $8)
      and ($9::smallint is null or d.channel = $9) and ($10::text is null or d.assignee = $10)
      and ($11::uuid is null or d.dossier = $11) and (d.falls_due or not $12::boolean)
    order by d.due, d.dossier limit $13
  ) as k
  order by k.due, k.dossier limit $13
) as page join dossiers d on d.dossier = page.dossier
order by page.due, page.dossier

-- name: dossiers_by_submission
-- The same by submission, the latest first: before ($3, $4).
select d.dossier, d.submitted as key, d.content from (
  select k.submitted, k.dossier
  from unnest($1::text[]) as u (unit)
  cross join unnest($2::smallint[]) as s (status)
  cross join lateral (
    select d.submitted, d.dossier from dossiers d
    where d.unit = u.unit and d.status = s.status
      and (d.submitted, d.dossier) < ($3::bigint, $4::uuid)
      and ($5::bigint is null or d.due >= $5) and ($6::bigint is null or d.due < $6)
      and ($7::text is null or d.portal = $7) and ($8::text is null or d.service = $8)
      and ($9::smallint is null or d.channel = $9) and ($10::text is null or d.assignee = $10)
      and ($11::uuid is null or d.dossier = $11) and (d.falls_due or not $12::boolean)
    order by d.submitted desc, d.dossier desc limit $13
  ) as k
  order by k.submitted desc, k.dossier desc limit $13
) as page join dossiers d on d.dossier = page.dossier
order by page.submitted desc, page.dossier desc

-- name: dossiers_of_officer_by_due
-- The same of the officer $10, who has few: all of his are looked at in order.
select d.dossier, d.due as key, d.content from dossiers d
where d.assignee = $10::text and d.assignee <> '' and (d.due, d.dossier) > ($3::bigint, $4::uuid)
  and ($5::bigint is null or d.due >= $5) and ($6::bigint is null or d.due < $6)
  and d.unit = any($1::text[]) and d.status = any($2::smallint[])
  and ($7::text is null or d.portal = $7) and ($8::text is null or d.service = $8)
  and ($9::smallint is null or d.channel = $9) and ($11::uuid is null or d.dossier = $11)
  and (d.falls_due or not $12::boolean)
order by d.due, d.dossier limit $13

-- name: dossiers_of_officer_by_submission
select d.dossier, d.submitted as key, d.content from dossiers d
where d.assignee = $10::text and d.assignee <> ''
  and (d.submitted, d.dossier) < ($3::bigint, $4::uuid)
  and ($5::bigint is null or d.due >= $5) and ($6::bigint is null or d.due < $6)
  and d.unit = any($1::text[]) and d.status = any($2::smallint[])
  and ($7::text is null or d.portal = $7) and ($8::text is null or d.service = $8)
  and ($9::smallint is null or d.channel = $9) and ($11::uuid is null or d.dossier = $11)
  and (d.falls_due or not $12::boolean)
order by d.submitted desc, d.dossier desc limit $13

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
where d.submitted >= $2::bigint and d.submitted < $3::bigint
  and d.receiving_unit = any($1::text[]) and ($4::text is null or d.portal = $4)
group by 1, 2 order by 1, 2
