-- name: keep_petitions
insert into petitions (
  petition, unit, status, kind, term, received, assignee, portal, dossier, publication, published,
  content
)
select
  t.petition, t.unit, t.status, t.kind, t.term, t.received, t.assignee, t.portal, t.dossier,
  t.publication, t.published, t.content
from unnest(
  $1::uuid[], $2::text[], $3::smallint[], $4::smallint[], $5::bigint[], $6::bigint[], $7::text[],
  $8::text[], $9::text[], $10::uuid[], $11::bigint[], $12::bytea[]
) as t (
  petition, unit, status, kind, term, received, assignee, portal, dossier, publication, published,
  content
)
on conflict (petition) do update
set unit = excluded.unit, status = excluded.status, kind = excluded.kind, term = excluded.term,
  received = excluded.received, assignee = excluded.assignee, portal = excluded.portal,
  dossier = excluded.dossier, publication = excluded.publication, published = excluded.published,
  content = excluded.content

-- name: keep_petition_numbers
insert into petition_numbers (number, petition)
select t.number, t.petition from unnest($1::text[], $2::text[]) as t (number, petition)

-- name: petition_of_number
select n.petition from petition_numbers n where n.number = $1

-- name: petitions_by_term
-- Of the units $1 and statuses $2, after ($3, $4), with a term from $5 on and before $6; $12 how many. Of
-- each unit and status no more than a page is read.
select p.petition, p.term as key, p.content from (
  select k.term, k.petition
  from unnest($1::text[]) as u (unit)
  cross join unnest($2::smallint[]) as s (status)
  cross join lateral (
    select p.term, p.petition from petitions p
    where p.unit = u.unit and p.status = s.status and (p.term, p.petition) > ($3::bigint, $4::uuid)
      and ($5::bigint is null or p.term >= $5) and ($6::bigint is null or p.term < $6)
      and ($7::smallint[] is null or p.kind = any($7)) and ($8::text is null or p.portal = $8)
      and ($9::text is null or p.assignee = $9) and ($10::text is null or p.dossier = $10)
      and ($11::uuid[] is null or p.petition = any($11))
    order by p.term, p.petition limit $12
  ) as k
  order by k.term, k.petition limit $12
) as page join petitions p on p.petition = page.petition
order by page.term, page.petition

-- name: petitions_by_reception
-- The same by reception, the latest first: before ($3, $4).
select p.petition, p.received as key, p.content from (
  select k.received, k.petition
  from unnest($1::text[]) as u (unit)
  cross join unnest($2::smallint[]) as s (status)
  cross join lateral (
    select p.received, p.petition from petitions p
    where p.unit = u.unit and p.status = s.status
      and (p.received, p.petition) < ($3::bigint, $4::uuid)
      and ($5::bigint is null or p.term >= $5) and ($6::bigint is null or p.term < $6)
      and ($7::smallint[] is null or p.kind = any($7)) and ($8::text is null or p.portal = $8)
      and ($9::text is null or p.assignee = $9) and ($10::text is null or p.dossier = $10)
      and ($11::uuid[] is null or p.petition = any($11))
    order by p.received desc, p.petition desc limit $12
  ) as k
  order by k.received desc, k.petition desc limit $12
) as page join petitions p on p.petition = page.petition
order by page.received desc, page.petition desc

-- name: write_publication
-- With the fact that discloses it. A process of before may have left the same text without that.
insert into publications (publication, petition, paragraphs) values ($1, $2, $3) on conflict do nothing

-- name: forget_publications
-- Those of the petitions $1 that are not shown: an erasure takes with it what was published in error. $2: the last
-- fact of each that was read. One that a later fact discloses was written with it, and will be shown.
delete from publications t using petitions p, unnest($1::uuid[], $2::bigint[]) as r (petition, position)
where p.petition = t.petition and t.petition = r.petition and p.publication is distinct from t.publication
  and not exists (
    select from events e
    where e.stream = 'petitions/' || t.petition and e.position > r.position
      and position(convert_to('publications/' || t.publication, 'UTF8') in e.payload) > 0
  )

-- name: publication
select t.publication, p.kind, p.unit, p.published, t.paragraphs
from petitions p join publications t on t.publication = p.publication where p.publication = $1

-- name: publications_before
-- Of the units $1, before ($2, $3), the latest first; $4 how many.
select t.publication, p.kind, p.unit, p.published, t.paragraphs
from petitions p join publications t on t.publication = p.publication
where p.unit = any($1::text[]) and (p.published, p.publication) < ($2::bigint, $3::uuid)
order by p.published desc, p.publication desc limit $4
