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
