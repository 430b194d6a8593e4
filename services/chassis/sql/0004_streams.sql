-- The events of some streams. However many are asked for, each is found through the index: a plan
-- made while the log was small, or before its statistics were taken, compares every event with every
-- name, which in a log of a city takes seconds.
create function events_of(streams text[]) returns setof events
language plpgsql stable
set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
begin
  return query
  select e.position, e.stream, e.version, e.event_id, e.command_id, e.n, e.fingerprint, e.type,
    e.subject, e.occurred_at, e.recorded_at, e.actor, e.traceparent, e.payload
  from events e where e.stream = any(streams);
end $$;

revoke all on function events_of from public;
grant execute on function events_of to :role;

-- For each pair of a stream and a command, numbered from 1: the stream and, in the same snapshot, what
-- the command did anywhere: a retry must not be judged by the state that it made itself.
create function load_batch(streams text[], commands uuid[]) returns table (
  asked integer, "position" bigint, stream text, version integer, event_id uuid, command_id uuid,
  n integer, fingerprint bytea, type text, subject text, occurred_at timestamptz,
  recorded_at timestamptz, actor text, traceparent text, payload bytea
)
language plpgsql stable
set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  select r.number::integer, e.position, e.stream, e.version, e.event_id, e.command_id, e.n,
    e.fingerprint, e.type, e.subject, e.occurred_at, e.recorded_at, e.actor, e.traceparent, e.payload
  from unnest(streams, commands) with ordinality as r (stream, command_id, number)
  cross join lateral (
    select own.* from events own where own.stream = r.stream
    union all
    select other.* from events other
    where other.command_id = r.command_id and other.stream <> r.stream
  ) e
  order by r.number, e.position;
end $$;

revoke all on function load_batch from public;
grant execute on function load_batch to :role;
