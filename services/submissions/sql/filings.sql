-- name: keep_filings
insert into filings (dossier, portal, position, content)
select t.dossier, t.portal, t.position, t.content
from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bytea[]) as t (dossier, portal, position, content)
on conflict (dossier) do update
set portal = excluded.portal, position = excluded.position, content = excluded.content

-- name: keep_filing_holder
-- Unless it was erased: a repeat is answered as the first time, and brings nothing back.
insert into filing_holders (dossier, portal, holder)
select $1::uuid, $2::text, $3::bytea
where not exists (
  select from events e
  where e.stream = 'dossiers/' || $1 and e.type = 'motcua.submissions.v1.DossierErased')
on conflict (dossier) do nothing

-- name: drop_filing_holders
delete from filing_holders h where h.dossier = any($1::uuid[])

-- name: filings_changed
-- What the portal $1 submitted and what changed after the position $2, in the order of the changes; beside it
-- how far the log was read into the table, of the same moment.
select k.read, f.dossier, f.position, f.content
from (
  select coalesce((select c.position from checkpoints c where c.projection = 'submissions'), 0) as read
) as k left join (
  select p.dossier, p.position, p.content from filings p
  where p.portal = $1 and p.position > $2 order by p.position limit $3
) as f on true
order by f.position

-- name: portals_moved
-- Which portals have a filing that changed after a position, and the last change of each.
select f.portal, max(f.position) as position from filings f where f.position > $1 group by f.portal

-- name: filings_listed
-- The content of the rows of a page, beside where the log ends and how far it was read: all of one moment.
select k.head, k.read, p.key, p.dossier, p.shown, p.cut, f.content, f.position
from (
  select (select h.position from head h) as head,
    coalesce((select c.position from checkpoints c where c.projection = 'submissions'), 0) as read
) as k left join (
{list}
) as p on true
left join lateral (
  select g.content, g.position from filings g where p.shown and g.dossier = p.dossier
) as f on true
order by p.key, p.dossier

-- name: walk_of_filings
-- What the portal $7 submitted, through $12 entries of each status at most. $1: the receiving units, null: any.
-- The other parameters are those of dossier_lists.sql.
select p.key, p.dossier, p.shown, p.cut
from (
  select k.key, k.dossier, k.shown, k.cut
  from unnest($2::smallint[]) as s (status)
  cross join lateral (
    select e.key, e.dossier, e.shown, e.n = $12 as cut
    from (
      select d.key, d.dossier, row_number() over (order by d.key, d.dossier) as n,
        d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
          and ($1::text[] is null and $5::text is null and $6::smallint is null or (
            select ($1 is null or f.receiving_unit = any($1)) and ($5 is null or f.service = $5)
              and ($6 is null or f.channel = $6)
            from dossiers f where f.dossier = d.dossier)) as shown
      from (
        select d.{key} as key, d.dossier, d.due, d.accepted from dossiers d
        where d.portal = $7::text and d.portal <> '' and d.status = s.status
          and (d.{key}, d.dossier) > ($3::bigint, $4::uuid) and d.{key} <= $13::bigint
        order by d.{key}, d.dossier limit $12::bigint
      ) as d
    ) as e
    where e.shown or e.n = $12
    order by e.key, e.dossier limit $11::bigint
  ) as k
  order by k.key, k.dossier limit $11
) as p

-- name: pick_of_filings
-- Those of the dossiers $12 that are of the list, and of a holder with one of the hashes $13, null: of any.
select d.{key} as key, d.dossier, true as shown, false as cut
from (
  select f.receiving_unit, f.status, f.accepted, f.due, f.recency, f.dossier, f.portal, f.service, f.channel
  from dossiers f where f.dossier = any($12::uuid[]) offset 0
) as d
where (d.{key}, d.dossier) > ($3::bigint, $4::uuid) and d.status = any($2::smallint[])
  and d.portal = $7::text and ($1::text[] is null or d.receiving_unit = any($1))
  and ($5::text is null or d.service = $5) and ($6::smallint is null or d.channel = $6)
  and d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
  and ($13::bytea[] is null or exists (
    select from filing_holders h where h.dossier = d.dossier and h.holder = any($13)))
order by d.{key}, d.dossier limit $11::bigint

-- name: held_of_filings
-- Of a holder with one of the hashes $12, who has few: all of his are looked at, until the page is full.
select p.key, p.dossier, true as shown, false as cut
from (
  select d.{key} as key, d.dossier
  from filing_holders h join dossiers d on d.dossier = h.dossier
  where h.portal = $7::text and h.holder = any($12::bytea[]) and d.portal = h.portal
    and (d.{key}, d.dossier) > ($3::bigint, $4::uuid) and d.status = any($2::smallint[])
    and ($1::text[] is null or d.receiving_unit = any($1))
    and ($5::text is null or d.service = $5) and ($6::smallint is null or d.channel = $6)
    and d.due >= $8::bigint and d.due <= $9::bigint and (d.accepted or not $10::boolean)
  order by d.{key}, d.dossier limit $11::bigint
) as p
