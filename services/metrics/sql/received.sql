-- Dossiers that were accepted or closed in a period, each once, at the unit that had it at its closing or
-- at the period's end, whichever was first. $1 unit ('' = whole tree), $2 alone, $3 what items are chosen by ('{}' = all),
-- $4 as of when the tree of units is meant, $5 and $6 instants [since, until), $7 catalogue position, $8
-- submissions position. Codes of `status` are the contract's, of `began` and `ended` those of
-- domain/intervals.py. `:class` is the definition over the facts of the kind `dossier_at`, `:value` what an item has in the
-- dimension of a list.

-- name: classed
-- Not a statement: others begin with it, where they say so. A dossier that is counted apart (number 0) has
-- its end from its facts, and no wait is known of it.
scope as materialized (
  select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit
), held as (
  select i.dossier, i.number, i.unit, i.officer, i.status, i.accepted, i.requests, i.began,
    case when i.ended_from <= $8 then i.ends end as ends,
    case when i.ended_from <= $8 then i.ended else 0 end as ended
  from intervals i
  where i.known_from <= $8 and i.known_to > $8 and i.begins < $6
    and (i.ends is null or i.ends >= $5 or i.ended_from > $8)
    and ($1 = '' or i.unit = any(array(select number from scope)))
), last as (
  select h.dossier, h.number, h.unit as holder, h.officer, h.requests, case when h.ended >= 5 then h.ends end as closed_at
  from held h
  where h.number > 0 and (h.ended = 5 and not h.accepted or h.accepted and h.status in (2, 4, 5, 6)
    and (h.ends is null or h.ends >= $6 or h.ended >= 5))
  union all
  select h.dossier, 0, h.unit, h.officer, h.requests,
    case when h.status in (9, 10) then d.ended_at when h.status in (3, 7, 8) then h.ends end
  from held h join dossier_items d on d.dossier = h.dossier and d.known_from <= $8 and d.known_to > $8
  where h.number = 0 and (h.accepted or h.status in (9, 10))
), item as (
  select i.dossier, l.holder, l.officer, i.service, i.field, i.assisted, i.voided, i.end_recorded_at, i.accepted_shown,
    i.acceptance_time_known, i.acceptance_anomalies, i.ending_anomalies, i.end_time_known, i.ended_at,
    i.promised_at, i.known_from, l.requests, l.closed_at, l.number, i.accepted_at, :value as value,
    coalesce(l.closed_at < $6, false) as closed_by_then, $5 as "from", $6 as "to"
  from last l
  cross join lateral ( -- each by its key: a plan that hashes them reads all that there are for a ward's few
    select * from dossier_items d
    where d.dossier = l.dossier and d.known_from <= $8 and d.known_to > $8
    offset 0
  ) i
  where (i.acceptance_time_known and i.accepted_at >= $5 and i.accepted_at < $6 or l.closed_at >= $5 and l.closed_at < $6)
    and (:chosen3)
), waited as (
  select i.dossier, w.begins, w.ends, w.answered
  from (select dossier from item where requests > 0 and number > 0) i
  cross join lateral (
    select min(k.begins) as begins, case when bool_and(k.ends < $6) then max(k.ends) end as ends,
      (array_agg(k.ended order by k.number desc))[1] = 4 as answered
    from (
      select k.number, k.begins, k.ended,
        case when k.ended_from <= $8 then k.ends end as ends,
        k.number - row_number() over (order by k.number) as run
      from intervals k
      where k.dossier = i.dossier and k.known_from <= $8 and k.known_to > $8 and k.number > 0
        and k.accepted and k.status = 5 and k.begins < $6
      offset 0
    ) k
    group by k.run
  ) w
), wait as (
  select dossier, min(begins) filter (where ends is null) as waiting_since,
    coalesce(sum(extract(epoch from ends - begins)) filter (where answered), 0) as answered_wait
  from waited group by dossier
), classed as (
  select i.dossier, i.holder, i.officer, i.service, i.field, i.assisted, i.known_from, i.value, :class as class,
    case when i.closed_at >= $5 and i.closed_at < $6 then i.closed_at else i.accepted_at end as key_at
  from (
    select i.*, coalesce(w.answered_wait, 0) as answered_wait, w.waiting_since
    from item i left join wait w on w.dossier = i.dossier
  ) i
)

-- name: classed_held
-- The same of dossiers that are accepted and not closed just before $6, each at the unit that has it then.
scope as materialized (
  select n.number from :within($1, $2, $4, $7) u join names n on n.name = u.unit
), last as (
  select i.dossier, i.unit as holder, i.officer, i.status, i.requests, i.due as due_at, i.known_from
  from intervals i
  where i.known_from <= $8 and i.known_to > $8 and i.number > 0 and i.accepted and i.status in (2, 4, 5, 6)
    and i.begins < $6 and (i.ends is null or i.ends >= $6 or i.ended_from > $8)
    and ($1 = '' or i.unit = any(array(select number from scope)))
), classed as (
  select i.dossier, i.holder, i.officer, i.service, i.field, i.assisted, i.known_from, i.value, :class as class,
    i.to as key_at
  from (
    select i.dossier, l.holder, l.officer, i.service, i.field, i.assisted, i.acceptance_time_known, i.accepted_at,
      i.promised_at, l.status, l.requests, l.due_at, :value as value, greatest(i.known_from, l.known_from) as known_from,
      greatest($5, $6) as "to"
    from last l
    cross join lateral (
      select * from dossier_items d
      where d.dossier = l.dossier and d.known_from <= $8 and d.known_to > $8
      offset 0
    ) i
    where (:chosen3)
  ) i
)

-- name: held_months
-- From the month in which a dossier was accepted first to that in which the last one was had, at the latest the
-- one of $5.
select date_trunc('month', min(i.begins) at time zone 'UTC' + interval '7 hours')::date as first,
  date_trunc('month', max(least($5::timestamptz, case when i.ended_from <= $4 then i.ends end))
    at time zone 'UTC' + interval '7 hours')::date as last
from intervals i
where i.known_from <= $4 and i.known_to > $4 and i.number > 0 and i.accepted and i.status in (2, 4, 5, 6)
  and i.begins < $5
  and ($1 = '' or i.unit = any(array(
    select n.number from :ever($1, $2, $3) u join names n on n.name = u.unit)))

-- name: received_counts
with :classed
select class, count(*) as n, count(*) filter (where assisted) as assisted
from classed where class is not null group by class

-- name: leaf_of_unit
-- Not a statement: others begin with it, after `classed`. A leaf a unit; $9 and $10 each class and how
-- lines go on with it after the id.
leaf as (
  select n.name as unit, encode(sha256(convert_to(string_agg(
    'dossier' || e'\t' || 'dossiers/' || c.dossier || e'\t' || w.words || e'\n', ''
    order by c.dossier), 'UTF8')), 'hex') as digest
  from classed c
  join unnest($9::smallint[], $10::text[]) w (class, words) on w.class = c.class
  join names n on n.number = c.holder
  group by n.name
)

-- name: received_figure
-- The counts by class, and the leaves by unit, of dossiers that are classified once.
with :classed, :leaf_of_unit
select class, count(*) as n, count(*) filter (where assisted) as assisted, '' as unit, '' as digest
from classed where class is not null group by class
union all
select null, 0, 0, unit, digest from leaf

-- name: received_values
-- The same of each value $11 of a dimension.
with :classed, wanted as materialized (
  :wanted
), valued as materialized (
  select w.name as value, c.dossier, c.holder, c.class, c.assisted
  from classed c join wanted w on w.value = c.value
  where c.class is not null
)
select value, class, count(*) as n, count(*) filter (where assisted) as assisted, '' as unit, '' as digest
from valued group by value, class
union all
select c.value, null, 0, 0, n.name, encode(sha256(convert_to(string_agg(
  'dossier' || e'\t' || 'dossiers/' || c.dossier || e'\t' || w.words || e'\n', ''
  order by c.dossier), 'UTF8')), 'hex')
from valued c
join unnest($9::smallint[], $10::text[]) w (class, words) on w.class = c.class
join names n on n.number = c.holder
group by c.value, n.name

-- name: received_leaves
with :classed, :leaf_of_unit
select unit, digest from leaf

-- name: received_items
-- All of them, unit by unit.
with :classed
select 'dossiers/' || c.dossier as name, c.dossier, u.name as unit, s.name as service, c.class, c.assisted, c.key_at,
  c.known_from,
  coalesce(o.source, '') as source, coalesce(o.key, '') as source_key
from classed c
join names u on u.number = c.holder
join names s on s.number = c.service
left join origins o on o.item = c.dossier
where c.class is not null
order by u.name, c.key_at, c.dossier

-- name: received_units
-- $9 the last one of the page before, $10 how many (null: all).
with :classed
select distinct n.name from classed c join names n on n.number = c.holder
where c.class is not null and n.name > $9 order by n.name limit $10::bigint

-- name: received_named
-- The same by a column: service, field or officer; `unknown` where there is none.
with :classed
select distinct coalesce(nullif(n.name, ''), 'unknown') as name
from classed c left join names n on n.number = c.:column
where c.class is not null and coalesce(nullif(n.name, ''), 'unknown') > $9
order by name limit $10::bigint

-- name: received_months
-- The local months of acceptances and closings, of dossiers in a unit that lay in the scope at any time: no
-- other has an item, and there are few of them however far apart two lie.
select distinct date_trunc('month', k.at at time zone 'UTC' + interval '7 hours')::date as month
from intervals i
join dossier_items d on d.dossier = i.dossier and d.known_from <= $4 and d.known_to > $4
cross join lateral (
  values (case when d.acceptance_time_known then d.accepted_at end),
    (case when i.number = 0 or i.ended >= 5 then i.ends end),
    (case when i.number = 0 then d.ended_at end)
) k (at)
where i.known_from <= $4 and i.known_to > $4 and i.accepted and k.at is not null
  and ($1 = '' or i.unit = any(array(
    select n.number from :ever($1, $2, $3) u join names n on n.name = u.unit)))
order by month
