-- name: timers_replace
-- $1 = kinds, $2 = subjects, then the timers that they have from now on. One that stays as it was stays
-- fired, but where it had found nothing to do: the events that it is said again by may have given it some.
with gone as (
  delete from timers t where t.subject = any($2::text[]) and t.kind = any($1::text[])
  and (t.subject, t.kind, t.due_at) not in (
    select n.subject, n.kind, n.due_at
    from unnest($3::text[], $4::text[], $5::timestamptz[]) as n (subject, kind, due_at)
  )
)
insert into timers (subject, kind, due_at)
select n.subject, n.kind, n.due_at
from unnest($3::text[], $4::text[], $5::timestamptz[]) as n (subject, kind, due_at)
on conflict (subject, kind, due_at) do update set fired = false, idle = false where timers.idle

-- name: timers_take
-- $1 = now; those due after a place, while nobody else has them; theirs until the transaction ends. Of the
-- kinds $5, or if there are none of all but $6.
select t.subject, t.kind, t.due_at from timers t
where not t.fired and t.due_at <= $1 and (t.due_at, t.subject, t.kind) > ($4, $2, $3)
  and (cardinality($5::text[]) = 0 or t.kind = any($5)) and t.kind <> all($6::text[])
order by t.due_at, t.subject, t.kind limit $7
for update skip locked

-- name: timers_due
-- Whether there are any, of the same arguments.
select exists (
  select from timers t
  where not t.fired and t.due_at <= $1 and (t.due_at, t.subject, t.kind) > ($4, $2, $3)
    and (cardinality($5::text[]) = 0 or t.kind = any($5)) and t.kind <> all($6::text[])
)

-- name: timers_fired
update timers t set fired = true, idle = $4 where t.subject = $1 and t.kind = $2 and t.due_at = $3
