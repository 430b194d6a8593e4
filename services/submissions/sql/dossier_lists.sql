-- Lists of dossiers, in the order of {key}: `due`, or `recency` (the latest submission first), then by
-- dossier. In every statement: the units $1 and statuses $2; after ($3, $4); of the service $5, channel $6 and
-- portal $7, null: any; due from $8 to $9; $10: only the accepted ones; $11 how many. Entries of an index are
-- read in its order (`offset 0`: whatever the planner thinks of what follows), and a dossier itself only where
-- more is asked than they hold.

-- name: beside_the_log
-- The rows of a list, beside where the log ends and how far it was read into the table: all of one moment.
select k.head, k.read, p.key, p.dossier, p.shown, p.cut, p.content
from (
  select (select h.position from head h) as head,
    coalesce((select c.position from checkpoints c where c.projection = 'submissions'), 0) as read
) as k left join (
{list}
) as p on true
order by p.key, p.dossier

-- name: walk
-- Each status through $12 entries of all units at most. `cut`: it ends there, and nothing is known beyond.
select p.key, p.dossier, p.shown, p.cut,
  (select d.content from dossiers d where p.shown and d.dossier = p.dossier) as content
from (
  select k.key, k.dossier, k.shown, k.cut
  from unnest($2::smallint[]) as s (status)
  cross join lateral (
    select e.key, e.dossier, e.shown, e.n = $12 as cut
    from (
      select d.key, d.dossier, row_number() over (order by d.key, d.dossier) as n,
        d.unit in (select u.unit from unnest($1::text[]) as u (unit))
          and d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
          and ($5::text is null and $6::smallint is null and $7::text is null or (
            select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
              and ($7 is null or f.portal = $7)
            from dossiers f where f.dossier = d.dossier)) as shown
      from (
        select d.{key} as key, d.dossier, d.unit, d.due, d.accepted from dossiers d
        where d.status = s.status and (d.{key}, d.dossier) > ($3::bigint, $4::uuid)
          and d.{key} <= $13::bigint
        order by d.{key}, d.dossier limit $12::bigint
      ) as d
    ) as e
    where e.shown or e.n = $12
    order by e.key, e.dossier limit $11::bigint
  ) as k
  order by k.key, k.dossier limit $11
) as p order by p.key, p.dossier

-- name: walk_of_portal
-- The same through what the portal $7 filed.
select p.key, p.dossier, p.shown, p.cut,
  (select d.content from dossiers d where p.shown and d.dossier = p.dossier) as content
from (
  select k.key, k.dossier, k.shown, k.cut
  from unnest($2::smallint[]) as s (status)
  cross join lateral (
    select e.key, e.dossier, e.shown, e.n = $12 as cut
    from (
      select d.key, d.dossier, row_number() over (order by d.key, d.dossier) as n,
        d.unit in (select u.unit from unnest($1::text[]) as u (unit))
          and d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
          and ($5::text is null and $6::smallint is null or (
            select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
            from dossiers f where f.dossier = d.dossier)) as shown
      from (
        select d.{key} as key, d.dossier, d.unit, d.due, d.accepted from dossiers d
        where d.portal = $7::text and d.portal <> '' and d.status = s.status
          and (d.{key}, d.dossier) > ($3::bigint, $4::uuid) and d.{key} <= $13::bigint
        order by d.{key}, d.dossier limit $12::bigint
      ) as d
    ) as e
    where e.shown or e.n = $12
    order by e.key, e.dossier limit $11::bigint
  ) as k
  order by k.key, k.dossier limit $11
) as p order by p.key, p.dossier

-- name: merge
-- Each unit and status. The page ends no later than the $11th of the first $12 of each, so that no more of
-- any is read than belongs to it; where they are few, $12 is 0, and a page of each is read.
with cells as materialized (
  select u.unit, s.status
  from unnest($1::text[]) as u (unit) cross join unnest($2::smallint[]) as s (status)
), last as materialized (
  select k.key, k.dossier
  from cells c cross join lateral (
    select d.key, d.dossier
    from (
      select d.{key} as key, d.dossier, d.due, d.accepted from dossiers d
      where d.unit = c.unit and d.status = c.status and (d.{key}, d.dossier) > ($3::bigint, $4::uuid)
        and d.{key} <= $13::bigint
      order by d.{key}, d.dossier offset 0
    ) as d
    where d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
      and ($5::text is null and $6::smallint is null and $7::text is null or (
        select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
          and ($7 is null or f.portal = $7)
        from dossiers f where f.dossier = d.dossier))
    order by d.key, d.dossier limit $12::bigint
  ) as k
  order by k.key, k.dossier offset $11::bigint - 1 limit 1
)
select p.key, p.dossier, true as shown, false as cut,
  (select d.content from dossiers d where d.dossier = p.dossier) as content
from (
  select k.key, k.dossier
  from cells c left join last l on true cross join lateral (
    select d.key, d.dossier
    from (
      select d.{key} as key, d.dossier, d.due, d.accepted from dossiers d
      where d.unit = c.unit and d.status = c.status and (d.{key}, d.dossier) > ($3, $4)
        and (d.{key}, d.dossier) <= (
          coalesce(l.key, $13), coalesce(l.dossier, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by d.{key}, d.dossier offset 0
    ) as d
    where d.due >= $8 and d.due <= $9 and (d.accepted or not $10)
      and ($5 is null and $6 is null and $7 is null or (
        select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
          and ($7 is null or f.portal = $7)
        from dossiers f where f.dossier = d.dossier))
    order by d.key, d.dossier limit $11
  ) as k
  order by k.key, k.dossier limit $11
) as p order by p.key, p.dossier

-- name: merge_of_weeks
-- The same of each week of dues, for lists by recency: what is due in a week may be found anywhere there. What
-- has no due is not in its index.
with recursive weeks (week) as (
  (
    select d.due_week from dossiers d
    where d.due_week >= ($8::bigint / 604800000000)::integer and d.due < 9223372036854775807
    order by d.due_week limit 1
  )
  union all
  select (
    select d.due_week from dossiers d
    where d.due_week > w.week and d.due < 9223372036854775807 order by d.due_week limit 1
  ) from weeks w where w.week < ($9::bigint / 604800000000)::integer
), cells as materialized (
  select w.week from weeks w where w.week <= ($9 / 604800000000)::integer
), last as materialized (
  select k.recency, k.dossier
  from cells c cross join lateral (
    select d.recency, d.dossier
    from (
      select d.recency, d.dossier, d.unit, d.status, d.due, d.accepted from dossiers d
      where d.due_week = c.week and d.due < 9223372036854775807 and (d.recency, d.dossier) > ($3::bigint, $4::uuid)
      order by d.recency, d.dossier offset 0
    ) as d
    where (d.unit in (select u.unit from unnest($1::text[]) as u (unit))) is true
      and d.status = any($2::smallint[])
      and d.due >= $8 and d.due <= $9 and (d.accepted or not $10::boolean)
      and ($5::text is null and $6::smallint is null and $7::text is null or (
        select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
          and ($7 is null or f.portal = $7)
        from dossiers f where f.dossier = d.dossier))
    order by d.recency, d.dossier limit $12::bigint
  ) as k
  order by k.recency, k.dossier offset $11::bigint - 1 limit 1
)
select p.recency as key, p.dossier, true as shown, false as cut,
  (select d.content from dossiers d where d.dossier = p.dossier) as content
from (
  select k.recency, k.dossier
  from cells c left join last l on true cross join lateral (
    select d.recency, d.dossier
    from (
      select d.recency, d.dossier, d.unit, d.status, d.due, d.accepted from dossiers d
      where d.due_week = c.week and d.due < 9223372036854775807 and (d.recency, d.dossier) > ($3, $4)
        and (d.recency, d.dossier) <= (
          coalesce(l.recency, 9223372036854775807),
          coalesce(l.dossier, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by d.recency, d.dossier offset 0
    ) as d
    where (d.unit in (select u.unit from unnest($1) as u (unit))) is true
      and d.status = any($2) and d.due >= $8 and d.due <= $9 and (d.accepted or not $10)
      and ($5 is null and $6 is null and $7 is null or (
        select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
          and ($7 is null or f.portal = $7)
        from dossiers f where f.dossier = d.dossier))
    order by d.recency, d.dossier limit $11
  ) as k
  order by k.recency, k.dossier limit $11
) as p order by p.recency, p.dossier

-- name: sort_of_units
-- All that is due in the range at a few units, put in order. `cut`: there are more than $12, and nothing is
-- known of those left out.
with found as materialized (
  select k.recency, k.dossier
  from unnest($1::text[]) as u (unit) cross join unnest($2::smallint[]) as s (status)
  cross join lateral (
    select d.recency, d.dossier
    from (
      select d.recency, d.dossier, d.accepted from dossiers d
      where d.unit = u.unit and d.status = s.status and d.due >= $8::bigint and d.due <= $9::bigint
      order by d.due, d.dossier offset 0
    ) as d
    where (d.recency, d.dossier) > ($3::bigint, $4::uuid) and (d.accepted or not $10::boolean)
      and ($5::text is null and $6::smallint is null and $7::text is null or (
        select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
          and ($7 is null or f.portal = $7)
        from dossiers f where f.dossier = d.dossier))
  ) as k limit $12::bigint + 1
)
select p.recency as key, p.dossier, true as shown, p.found > $12 as cut,
  (select d.content from dossiers d where d.dossier = p.dossier) as content
from (
  select f.recency, f.dossier, count(*) over () as found
  from found f order by f.recency, f.dossier limit $11::bigint
) as p order by p.recency, p.dossier

-- name: walk_of_officer
-- Of the officer $12, who has few: all of his are looked at, until the page is full.
select p.key, p.dossier, true as shown, false as cut,
  (select d.content from dossiers d where d.dossier = p.dossier) as content
from (
  select d.key, d.dossier
  from (
    select d.{key} as key, d.dossier, d.unit, d.status, d.due, d.accepted from dossiers d
    where d.assignee = $12::text and d.assignee <> ''
      and (d.{key}, d.dossier) > ($3::bigint, $4::uuid)
    order by d.{key}, d.dossier offset 0
  ) as d
  where (d.unit in (select u.unit from unnest($1::text[]) as u (unit))) is true
    and d.status = any($2::smallint[])
    and d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
    and ($5::text is null and $6::smallint is null and $7::text is null or (
        select ($5 is null or f.service = $5) and ($6 is null or f.channel = $6)
          and ($7 is null or f.portal = $7)
        from dossiers f where f.dossier = d.dossier))
  order by d.key, d.dossier limit $11::bigint
) as p order by p.key, p.dossier

-- name: pick
-- Those of the dossiers $12 that are of the list; of the officer $13, null: of any.
select d.{key} as key, d.dossier, true as shown, false as cut, d.content
from (
  select f.unit, f.status, f.accepted, f.due, f.recency, f.dossier, f.assignee, f.portal, f.service,
    f.channel, f.content
  from dossiers f where f.dossier = any($12::uuid[]) offset 0
) as d
where (d.{key}, d.dossier) > ($3::bigint, $4::uuid)
  and d.unit = any($1::text[]) and d.status = any($2::smallint[])
  and ($5::text is null or d.service = $5) and ($6::smallint is null or d.channel = $6)
  and ($7::text is null or d.portal = $7) and ($13::text is null or d.assignee = $13)
  and d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
order by d.{key}, d.dossier limit $11::bigint
