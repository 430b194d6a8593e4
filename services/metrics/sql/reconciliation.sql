-- Sums that must agree. $1 unit ('' = whole tree), $2 alone, $3 as of when the tree of units is meant (the
-- period's end), $4 and $5 instants [since, until), $6 catalogue position, $7 submissions position. Codes of
-- `began` and `ended` are those of domain/intervals.py, of `status` and `channel` the contract's.

-- name: identity_flow
-- `:still`: which intervals had no end before the period.
with scope as materialized (
  select n.number from units_then($1, $2, $3, $6) u join names n on n.name = u.unit
), known as (
  select i.number, i.status, i.began, i.begins, i.accepted, i.due,
    case when i.ended_from <= $7 then i.ends end as ends,
    case when i.ended_from <= $7 then i.ended else 0 end as ended
  from intervals i
  where i.known_from <= $7 and i.known_to > $7 and i.begins < $5 and (:still)
    and ($1 = '' or i.unit = any(array(select number from scope)))
), marked as (
  select k.*, k.accepted and k.status in (2, 4, 5, 6) as had,
    k.begins < $4 and (k.ends is null or k.ends >= $4) as at_since,
    k.ends is null or k.ends >= $5 as at_until
  from known k where k.number > 0
)
select
  count(*) filter (where had and at_since) as carried,
  count(*) filter (where accepted and began = 2 and begins >= $4) as received,
  count(*) filter (where had and began = 3 and begins >= $4) as transferred_in,
  count(*) filter (where had and ended = 5 and ends >= $4 and ends < $5) as ended,
  count(*) filter (where had and ended = 6 and ends >= $4 and ends < $5) as withdrawn,
  count(*) filter (where had and ended = 7 and ends >= $4 and ends < $5) as stopped,
  count(*) filter (where had and ended = 8 and ends >= $4 and ends < $5) as refused,
  count(*) filter (where had and at_until and status in (2, 4)) as open,
  count(*) filter (where had and at_until and status in (5, 6)) as paused,
  count(*) filter (where had and ended = 3 and ends >= $4 and ends < $5) as transferred_out,
  count(*) filter (where had and at_until and status in (2, 4) and due < $5) as overdue,
  (select count(*) from known k where k.number = 0 and k.began = 0 and k.ends >= $4) as disordered
from marked

-- name: identity_submitted
-- What became of those that were submitted: accepted, or as they were left before that.
with scope as materialized (
  select n.number from units_then($1, $2, $3, $6) u join names n on n.name = u.unit
), outcome as (
  select o.accepted, o.status
  from intervals i
  cross join lateral (
    select bool_or(k.accepted) as accepted, (array_agg(k.status order by k.number desc))[1] as status
    from intervals k where k.dossier = i.dossier and k.known_from <= $7 and k.known_to > $7
  ) o
  where i.number = 1 and i.begins >= $4 and i.begins < $5 and i.known_from <= $7 and i.known_to > $7
    and ($1 = '' or i.unit = any(array(select number from scope)))
)
select count(*) as submitted,
  count(*) filter (where accepted) as accepted,
  count(*) filter (where not accepted and status = 3) as refused,
  count(*) filter (where not accepted and status = 7) as withdrawn,
  count(*) filter (where not accepted and status = 8) as stopped,
  count(*) filter (where not accepted and status in (9, 10)) as ended_without_acceptance,
  count(*) filter (where not accepted and status in (1, 4, 5, 6)) as pending
from outcome

-- name: identity_received
with scope as materialized (
  select n.number from units_then($1, $2, $3, $6) u join names n on n.name = u.unit
)
select count(*) as received,
  count(*) filter (where channel = 1) as online, count(*) filter (where channel = 2) as in_person,
  count(*) filter (where channel = 3) as post, count(*) filter (where channel = 4) as email,
  count(*) filter (where channel = 5) as phone, count(*) filter (where channel = 6) as other,
  count(*) filter (where channel = 7) as unknown
from dossier_items
where accepted_shown >= $4 and accepted_shown < $5 and accepted_at is not null
  and not voided and known_from <= $7 and known_to > $7
  and ($1 = '' or unit = any(array(select number from scope)))

-- name: identity_ended
with scope as materialized (
  select n.number from units_then($1, $2, $3, $6) u join names n on n.name = u.unit
), judged as (
  select verdict, complaints > 0 or rating <= 2 as complained,
    not end_time_known or ending_anomalies & (2 | 4 | 32) <> 0 or accepted_at is null as anomalous
  from dossier_items
  where ended_at >= $4 and ended_at < $5 and not voided and known_from <= $7 and known_to > $7
    and ($1 = '' or handling_unit = any(array(select number from scope)))
)
select count(*) as ended,
  count(*) filter (where not anomalous and verdict = 1) as early,
  count(*) filter (where not anomalous and verdict = 2) as on_time,
  count(*) filter (where not anomalous and verdict = 3) as overdue,
  count(*) filter (where not anomalous and verdict in (0, 4)) as no_due,
  count(*) filter (where anomalous) as anomalous,
  count(*) filter (where not anomalous and complained) as complained
from judged

-- name: parts_received
-- What identity_received counts, by local month and by the unit right below that of the scope (or that unit
-- itself); '': the tree does not lead to its unit.
with below as materialized (:below)
select to_char(i.accepted_shown at time zone 'UTC' + interval '7 hours', 'YYYY-MM') as month,
  coalesce(b.part, '') as part, count(*) as n
from dossier_items i left join below b on b.number = i.unit
where i.accepted_shown >= $4 and i.accepted_shown < $5 and i.accepted_at is not null
  and not i.voided and i.known_from <= $7 and i.known_to > $7
  and ($1 = '' or i.unit = any(array(select number from below)))
group by 1, 2

-- name: parts_ended
with below as materialized (:below)
select to_char(i.ended_at at time zone 'UTC' + interval '7 hours', 'YYYY-MM') as month,
  coalesce(b.part, '') as part, count(*) as n
from dossier_items i left join below b on b.number = i.handling_unit
where i.ended_at >= $4 and i.ended_at < $5
  and not i.voided and i.known_from <= $7 and i.known_to > $7
  and ($1 = '' or i.handling_unit = any(array(select number from below)))
group by 1, 2

-- name: below
-- Each unit of the scope by the part that it is in: the unit of the scope itself, and each unit right below it
-- with all that lies below that.
select $1 as part, n.number from names n where n.name = $1 and $1 <> ''
union all
select e.unit, n.number
from edges e join ancestry a on a.ancestor = e.unit join names n on n.name = a.unit
where not $2 and e.parent = $1
  and e.effective_from < $3 and e.effective_to >= $3 and e.known_from <= $6 and (e.known_to is null or e.known_to > $6)
  and a.effective_from < $3 and a.effective_to >= $3 and a.known_from <= $6 and (a.known_to is null or a.known_to > $6)
