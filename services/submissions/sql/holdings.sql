-- name: close_dossiers
delete from open_dossiers d where d.dossier = any($1::text[])

-- name: hold_dossiers
insert into open_dossiers (dossier, unit)
select t.dossier, t.unit from unnest($1::text[], $2::text[]) as t (dossier, unit)
on conflict (dossier) do update set unit = excluded.unit where open_dossiers.unit <> excluded.unit

-- name: open_dossiers_of
-- Those of the unit $1 after $2, in order; $3 how many.
select d.dossier from open_dossiers d where d.unit = $1 and d.dossier > $2
order by d.dossier limit $3
