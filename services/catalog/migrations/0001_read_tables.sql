-- What the catalogue's facts say, ready to be asked: each resource as it is from one instant to the
-- next (effective_from, effective_to), and from which position of the log to which this was known
-- (known_from, known_to). Both are half-open. A fact closes what was known of its resource and adds
-- what is known now; nothing else is ever changed. So a page that began at one position sees the same
-- catalogue to its end, and a correction hides what it replaces without erasing it.
-- Text sorts by its bytes: the order of pages must not depend on a locale.

create table resources (
  kind text collate "C" not null, -- units, services, offerings, calendars, targets
  name text collate "C" not null,
  known_from bigint not null, -- of the last event of the command that says so
  known_to bigint not null, -- 2^63-1: still known
  effective_from timestamptz not null,
  effective_to timestamptz not null, -- infinity: nothing is known to change it
  version integer not null, -- of the resource's stream
  state smallint not null,
  unit text collate "C" not null, -- by which a subtree selects
  parent text collate "C" not null, -- a unit's parent, an offering's service
  field text collate "C" not null, -- a service's field, a unit's kind
  level smallint,
  extent smallint,
  verdict smallint,
  rule text collate "C" not null,
  codes text[] collate "C", -- null: none
  sort_key bytea not null, -- of the name in Vietnamese, else in English, else in the other language
  words tsvector, -- of names and codes, without marks and case; null: found by other resources
  content bytea not null, -- the API's message
  primary key (kind, name, known_to, effective_to, known_from, effective_from)
);
-- In order of a name or key, with both time axes behind it: what does not count at the instant asked
-- is passed within the index.
create index resources_by_title on resources
  (kind, sort_key, name, known_to, effective_to, known_from, effective_from)
  where kind <> 'offerings';
create index resources_by_parent on resources
  (kind, parent, name, known_to, effective_to, known_from, effective_from)
  where kind in ('units', 'offerings');
create index resources_by_unit on resources
  (kind, unit, name, known_to, effective_to, known_from, effective_from);
create index resources_by_class on resources (kind, state, level, extent, verdict, known_to)
  where kind = 'offerings';
create index resources_by_words on resources using gin (words) with (fastupdate = off)
  where words is not null;
create index resources_by_code on resources using gin (codes) with (fastupdate = off)
  where codes is not null;

-- The facts about units, from which the forest in memory is made at every start.
create table unit_facts (
  position bigint primary key,
  unit text collate "C" not null,
  version integer not null,
  type text not null,
  occurred_at timestamptz not null,
  fact bytea not null
);

-- The last position that was recorded by a moment; null for a moment that has not come. Whatever is
-- being appended has its moment already, so it is waited for: the answer stays the same for ever.
-- The moments of a log never decrease, so it is found by halving.
create function position_at(moment timestamptz) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  low bigint := 0;
  high bigint;
  middle bigint;
begin
  if moment > clock_timestamp() then return null; end if;
  select h.position into high from head h for share;
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select e.recorded_at from events e where e.position = middle) <= moment then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end $$;
revoke all on function position_at from public;
grant execute on function position_at to :role;

grant select, insert, update on resources to :role;
grant select, insert on unit_facts to :role;
