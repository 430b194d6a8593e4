-- name: keep_tickets
-- One of a day long past is not kept: its unit has given tickets more than a week later.
insert into tickets (ticket, unit, day, turn, serial, taken_for, taker, state, position, content)
select t.ticket, t.unit, t.day, t.turn, t.serial, t.taken_for, t.taker, t.state, t.position, t.content
from unnest(
  $1::uuid[], $2::text[], $3::date[], $4::integer[], $5::integer[], $6::text[], $7::text[], $8::smallint[],
  $9::bigint[], $10::bytea[]
) as t (ticket, unit, day, turn, serial, taken_for, taker, state, position, content)
where not exists (select from tickets k where k.unit = t.unit and k.day > t.day + 7)
on conflict (ticket) do update
set state = excluded.state, position = excluded.position, content = excluded.content

-- name: drop_old_tickets
-- Of units $1 that gave tickets on days $2, those of more than seven days before.
delete from tickets k using unnest($1::text[], $2::date[]) as t (unit, day)
where k.unit = t.unit and k.day < t.day - 7

-- name: open_tickets
-- Those that wait or are at a counter of the unit $1 on the day $2.
select k.content from tickets k
where k.unit = $1 and k.day = $2 and k.state in (1, 2) order by k.turn

-- name: given_tickets
-- What the unit $1 gave on the day $2: the last turn, the last serial of the group $3, how many wait,
-- and how many of these $5 took; and whether the service $4 is known.
select coalesce(max(k.turn), 0) as turn,
  coalesce(max(k.serial) filter (where k.taken_for = $3), 0) as serial,
  count(*) filter (where k.state = 1) as waiting,
  count(*) filter (where k.state = 1 and k.taker = $5) as of_taker,
  exists (select from service_versions v where v.service = $4) as service_known
from tickets k where k.unit = $1 and k.day = $2

-- name: tickets_of_day
-- Of the unit $1 on the day $2, after the turn $3; $4 how many.
select k.turn, k.content from tickets k
where k.unit = $1 and k.day = $2 and k.turn > $3 order by k.turn limit $4

-- name: tickets_changed
-- Of the unit $1 on the day $2, those that changed after the position $3; $4 how many.
select k.position, k.content from tickets k
where k.unit = $1 and k.day = $2 and k.position > $3 order by k.position limit $4
