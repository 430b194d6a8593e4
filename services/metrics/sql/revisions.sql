-- Revisions of published figures: which figures may have moved, and which items of one did, and why.

-- name: revised
select catalog_position as catalog, position as submissions from revised_up_to

-- name: revised_lock
-- Two replicas at once: the second waits here, and goes on from where the first one came.
select catalog_position as catalog, position as submissions from revised_up_to for update

-- name: figures_mark
-- Published figures over what moved since ($1 catalogue, $2 submissions) are to be looked at; and up to
-- where that was looked up, in one snapshot. $3 the moment. $4 and $5 definitions of items by name, and the
-- number of their key; $6 definitions of services, $7 those whose items stand at an instant: any event of a dossier may
-- move them, and figures with units as they are. Rather one too many than one too few: a figure that did
-- not move is looked at in vain.
with standing as (
  select coalesce(max(position) filter (where projection = 'catalog'), 0) as catalog,
    coalesce(max(position) filter (where projection = 'submissions'), 0) as submissions
  from checkpoints
), keyed as (
  select * from unnest($4::text[], $5::smallint[]) k (definition, key)
), moved as (
  select m.key, n.name as unit, m.month from months m join names n on n.number = m.unit where m.moved > $2
), placed as ( -- units that lie elsewhere by what became known
  select distinct p.unit from unit_places p where p.known_from > $1 or p.known_to > $1
), offered as ( -- units and authorities of which services are offered otherwise
  select s.unit from offering_spans s
  where (s.known_from > $1 or s.known_to > $1) and exists (select from standing where catalog > $1)
  union
  select v.authority from service_versions v where v.known_from > $1 or v.known_to > $1
  union
  select v.authority from retirements r join service_versions v on v.service = r.service
  where r.known_from > $1 or r.known_to > $1
  union
  select p.unit from placed p
), touched as (
  select f.figure
  from moved m
  join keyed k on k.key = m.key
  join figures f on f.definition = k.definition
    and f.start_date < m.month + interval '1 month' and f.end_date > m.month
  where f.unit = '' or f.unit = m.unit
    or not f.alone and exists (select from ancestry a where a.unit = m.unit and a.ancestor = f.unit)
  union
  select f.figure
  from figures f
  where (f.definition = any($7::text[]) or f.units_at is not null)
    and exists (select from standing where submissions > $2)
  union
  select f.figure
  from placed p
  join ancestry a on a.unit = p.unit
  join figures f on f.unit = a.ancestor and not f.alone
  join keyed k on k.definition = f.definition
  union
  select f.figure
  from figures f join keyed k on k.definition = f.definition
  where f.units_at is not null and (exists (select from placed) or exists (
    select from unit_successions s where s.known_from > $1 or s.known_to > $1))
  union
  select f.figure
  from offered o
  join figures f on f.definition = any($6::text[])
  where f.unit = '' or f.unit = o.unit or f.units_at is not null
    or not f.alone and exists (select from ancestry a where a.unit = o.unit and a.ancestor = f.unit)
), stale as (
  update figures f set stale_since = coalesce(f.stale_since, $3), moved_at = $3
  from touched t where f.figure = t.figure
  returning 1
)
update revised_up_to set catalog_position = s.catalog, position = s.submissions
from standing s
returning (select count(*) from stale) as marked

-- name: stale_figures
-- Figures that may have moved, those first that rest longest.
select figure, definition, unit, service, alone, filters, units_at, start_date, end_date, as_of, told_at, stale_since, moved_at
from figures where stale_since is not null order by moved_at, figure limit 1000

-- name: figure_fresh
-- What was looked at did not move since ($2).
update figures set stale_since = null where figure = $1 and moved_at = $2

-- name: figure_last
-- What could not be looked at comes after all others, so that it holds up none.
update figures set moved_at = $2 where figure = $1

-- name: moved
-- Not a statement: others begin with it, where they say so.
-- Items of a figure that stand elsewhere than they did: in another class, month or unit, or among them at
-- one time only. $1 unit, $2 alone, $3 what items are chosen by, $4 as of when the tree of units is meant, [$5, $6) instants,
-- $7 and $8 positions of catalogue and submissions then, $9 and $10 now, $11 the key.
scope as materialized (
  select u.unit, bool_or(u.was) as was, bool_or(u.now) as now
  from (
    select m.unit, $1 = '' or n.name = $1 as was, $1 = '' or n.name = $1 as now
    from months m join names n on n.number = m.unit where m.key = $11 group by m.unit, n.name
    union all
    select n.number, true, false from subtree($1, $4, $7) s join names n on n.name = s.unit where not $2
    union all
    select n.number, false, true from subtree($1, $4, $9) s join names n on n.name = s.unit where not $2
  ) u
  group by u.unit
), item as (
  select scope.was and i.known_from <= $8 and i.known_to > $8 as was,
    scope.now and i.known_from <= $10 and i.known_to > $10 as now,
    i.:id as row, (:item)::text as id, i.:unit as unit, i.service, i.:shown as key_at, i.known_from,
    :class as class,
    concat_ws(' ', i.:unit, date_trunc('month', i.:shown at time zone 'UTC' + interval '7 hours'), :class, :assisted)
      as place
  from scope
  join :table i on i.:unit = scope.unit and i.:shown >= $5 and i.:shown < $6
  where (i.known_from <= $8 and i.known_to > $8 or i.known_from <= $10 and i.known_to > $10)
    and (:chosen3)
), moved as (
  select coalesce(w.id, n.id) as id, w.row as was_row, n.row as now_row,
    w.unit as was_unit, w.service as was_service, w.key_at as was_key_at, w.known_from as was_known_from,
    w.class as was_class,
    n.unit as now_unit, n.service as now_service, n.key_at as now_key_at, n.known_from as now_known_from,
    n.class as now_class
  from (select * from item where was and class is not null) w
  full join (select * from item where now and class is not null) n on n.id = w.id
  where w.place is distinct from n.place
), known as (
  select $8::bigint as was, $10::bigint as now
)

-- name: caused
-- Not a statement: others go on with it after `moved` items, by their rows, between the positions of submissions `known`. An event
-- moves an item if its class, month or unit are others after it, or whether it is chosen ($3): the last one counts.
caused as (
  select m.*, v.happened_at, v.corrected, v.position
  from moved m
  cross join known k
  left join lateral (
    select c.happened_at, c.corrected, c.known_from as position
    from (
      select i.*, p.place, lag(p.place) over (partition by i.:id order by i.known_from) as before
      from :table i
      cross join lateral (
        select case when :class is not null and (:chosen3) then
          concat_ws(' ', i.:unit, date_trunc('month', i.:shown at time zone 'UTC' + interval '7 hours'), :class,
            :assisted) end as place
      ) p
      where i.:id in (m.was_row, m.now_row) and i.known_to > k.was and i.known_from <= k.now
    ) c
    where c.known_from > k.was and c.place is distinct from c.before
    order by c.known_from desc limit 1
  ) v on true
)

-- name: causes_counted
-- $12 when the figure was published. 1 matured, 2 late, 3 corrected, 4 catalogue.
with :moved, :caused
select case when position is null then 4 when corrected then 3 when happened_at > $12 then 1 else 2 end as cause,
  count(*) as count
from caused group by 1 order by 1

-- name: items_moved
-- Which items, after the id $12; $13 how many. All of the figure's items are read for it: so of many pages at once.
with :moved
select m.id, m.was_row, m.now_row from moved m where m.id > $12 order by m.id limit $13

-- name: moves_of_page
-- A page of these items: $1 ids, $2 and $4 the rows of then and of now, $5 and $6 the positions of submissions.
with known as (
  select $5::bigint as was, $6::bigint as now
), moved as (
  select p.id, p.was_row, p.now_row, w.unit as was_unit, w.service as was_service, w.key_at as was_key_at,
    w.known_from as was_known_from, w.class as was_class,
    n.unit as now_unit, n.service as now_service, n.key_at as now_key_at, n.known_from as now_known_from,
    n.class as now_class
  from unnest($1::text[], $2::uuid[], $4::uuid[]) p (id, was_row, now_row)
  cross join known k
  left join lateral (
    select i.:unit as unit, i.service, i.:shown as key_at, i.known_from, :class as class from :table i
    where i.:id = p.was_row and i.known_from <= k.was and i.known_to > k.was
  ) w on true
  left join lateral (
    select i.:unit as unit, i.service, i.:shown as key_at, i.known_from, :class as class from :table i
    where i.:id = p.now_row and i.known_from <= k.now and i.known_to > k.now
  ) n on true
), :caused
select c.happened_at, c.corrected, c.position,
  :prefix || c.id as name, coalesce(o.source, '') as source, coalesce(o.key, '') as source_key,
  wu.name as was_unit, ws.name as was_service, c.was_key_at, c.was_known_from, c.was_class,
  nu.name as now_unit, ns.name as now_service, c.now_key_at, c.now_known_from, c.now_class
from caused c
left join names wu on wu.number = c.was_unit
left join names ws on ws.number = c.was_service
left join names nu on nu.number = c.now_unit
left join names ns on ns.number = c.now_service
left join origins o on o.item = coalesce(c.now_row, c.was_row)
order by c.id

-- name: last_events
-- The last event of items ($1) between two positions.
select distinct on (i.:id) i.:id as id, i.happened_at, i.corrected, i.known_from as position
from :table i where i.:id = any($1::uuid[]) and i.known_from > $2 and i.known_from <= $3
order by i.:id, i.known_from desc
