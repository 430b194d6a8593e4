-- name: keep_links
-- To which root the dossiers $1 are linked from now on, if they are.
with gone as (
  delete from linked_dossiers l where l.dossier = any($1::uuid[]) and not l.dossier = any($2::uuid[])
)
insert into linked_dossiers as l (dossier, root)
select t.dossier, t.root from unnest($2::uuid[], $3::uuid[]) as t (dossier, root)
on conflict (dossier) do update set root = excluded.root where l.root <> excluded.root

-- name: links
-- To what the dossiers $1 are linked, and what is linked to the dossiers $2.
select 'dossiers/' || l.dossier as dossier, 'dossiers/' || l.root as root
from linked_dossiers l where l.dossier = any($1::uuid[])
union
select 'dossiers/' || l.dossier, 'dossiers/' || l.root
from linked_dossiers l where l.root = any($2::uuid[])
