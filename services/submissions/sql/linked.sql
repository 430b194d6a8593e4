-- name: keep_links
-- To which root the dossiers $1 are linked from now on, if they are, and since when.
with gone as (
  delete from linked_dossiers l where l.dossier = any($1::uuid[]) and not l.dossier = any($2::uuid[])
)
insert into linked_dossiers as l (dossier, root, since)
select t.dossier, t.root, t.since
from unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) as t (dossier, root, since)
on conflict (dossier) do update set root = excluded.root, since = excluded.since

-- name: chains
-- Of the dossiers $1, and of those that are linked to one of them: since when it is linked to one that is
-- linked itself; null: it is not.
select 'dossiers/' || d.dossier as dossier, greatest(l.since, r.since) as since
from (
  select unnest($1::uuid[]) as dossier
  union
  select l.dossier from linked_dossiers l where l.root = any($1::uuid[])
) d
left join (linked_dossiers l join linked_dossiers r on r.dossier = l.root) on l.dossier = d.dossier
order by 1

-- name: roots_from
-- To what a dossier is linked, and what that is linked to, to the end or round a ring.
with recursive way (dossier, root) as (
  select l.dossier, l.root from linked_dossiers l where l.dossier = $1::uuid
  union
  select l.dossier, l.root from way w join linked_dossiers l on l.dossier = w.root
)
select 'dossiers/' || w.dossier as dossier, 'dossiers/' || w.root as root from way w

-- name: links
-- To what the dossiers $1 are linked, and what is linked to the dossiers $2.
select 'dossiers/' || l.dossier as dossier, 'dossiers/' || l.root as root
from linked_dossiers l where l.dossier = any($1::uuid[])
union
select 'dossiers/' || l.dossier, 'dossiers/' || l.root
from linked_dossiers l where l.root = any($2::uuid[])
