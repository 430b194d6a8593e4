-- Sources of other systems' records, by the log itself: each is a stream `sources/…`, and its last event says whose it
-- is. In any order of letters these streams lie between the two words. The subject of an event names the unit.

-- name: sources_now
-- Not a statement: others begin with it.
source as (
  select distinct on (e.stream) e.stream, e.position, e.subject, e.actor, e.recorded_at, e.payload,
    e.type = 'motcua.submissions.v1.SourceBound' as bound
  from events e
  where e.stream >= 'sources' and e.stream < 'sourcet' and starts_with(e.stream, 'sources/')
  order by e.stream, e.version desc
)

-- name: sources_tried
-- $1 at most, in which a number is tried: those of the subjects $2 (null: of all) before all others, and in turn the first
-- of each unit, the second of each, and so on. However many one unit binds, the first ones of another are there.
with :sources_now
select substr(s.stream, 9) as source
from (
  select s.*, $2::text[] is null or s.subject = any($2) as near,
    row_number() over (partition by s.bound, s.subject order by s.position) as turn
  from source s
) as s
order by s.near and s.bound desc, s.bound desc, s.turn, s.position limit $1::bigint

-- name: sources_of_unit
-- How many are bound for the subject $1.
with :sources_now
select count(*) from source s where s.bound and s.subject = $1

-- name: sources_after
-- A page of those that are bound, after $1; $2 how many.
with :sources_now
select substr(s.stream, 9) as source, s.actor, s.recorded_at, s.payload
from source s where s.bound and s.stream collate "C" > ('sources/' || $1) collate "C"
order by s.stream collate "C" limit $2::bigint

-- name: source_begins
-- Where a stream $1 begins.
select min(e.position) as first from events e where e.stream = $1

-- name: records_between
-- Of the events after $1 up to $2 the first facts that may come from the source whose encoded name is $3: of the kinds $4.
select e.type, e.payload from events e
where e.position > $1 and e.position <= $2 and e.type = any($4::text[]) and position($3::bytea in e.payload) > 0
