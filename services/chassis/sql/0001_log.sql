-- The log: what happened, in the order in which it was committed. It is also the outbox.
-- Positions are handed out under the lock on the one row of `head`, which is held until commit: a
-- reader that has seen position n has seen every position before n.

create table head (
  one boolean primary key default true check (one),
  position bigint not null,
  recorded_at timestamptz not null
);
insert into head (position, recorded_at) values (0, 'epoch');

create table events (
  position bigint primary key,
  stream text not null,
  version integer not null check (version > 0),
  event_id uuid not null,
  command_id uuid not null, -- the caller's; of version 8 where it is derived from a record's key
  n integer not null,
  fingerprint bytea not null,
  type text not null,
  subject text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  traceparent text not null,
  payload bytea not null,
  unique (stream, version),
  unique (command_id, n)
);

-- Nothing is ever overwritten: not by the service, nor by a slip of the owner.
create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger events_are_kept before update or delete or truncate on events
  for each statement execute function refuse_rewriting();
create trigger head_is_kept before delete or truncate on head
  for each statement execute function refuse_rewriting();

-- Appends a batch of commands, each whole or not at all, and answers one row for each, in order:
-- appended; duplicate (what it did the first time); reused (its id stands for other content);
-- conflict (an event is not the next of its stream). All arrays have one element for each event:
-- `commands` numbers the commands, and `ns` the events of each from 0.
--
-- `condition_…` tell what must still be so beyond the streams that a command adds to: since a
-- position nothing was recorded in a stream, or in any stream whose name is like a pattern and has as
-- many slashes. What is no longer so is a conflict, too.
--
-- Its plans must not depend on statistics, which lag behind a log that grows: single values are
-- looked up by correlated subqueries, which cannot become joins, through an index even where the
-- table is small.
create function append_batch(
  commands integer[], ns integer[], command_ids uuid[], fingerprints bytea[], actors text[],
  traceparents text[], streams text[], versions integer[], event_ids uuid[], types text[],
  subjects text[], occurred timestamptz[], payloads bytea[],
  condition_of integer[], condition_since bigint[], condition_streams text[],
  condition_patterns text[]
) returns table (status text, last_position bigint, first_stream text, last_version integer)
language plpgsql security definer
set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
declare
  size integer := cardinality(commands);
  top bigint;
  moment timestamptz;
  befores integer[];
  statuses text[];
  positions bigint[] := array_fill(null::bigint, array[size]);
  opens integer := 1;
begin
  select h.position, h.recorded_at into strict top, moment from head h where h.one for update;
  moment := greatest(moment, clock_timestamp()); -- the clock may have been set back

  -- For each command the last one before it that has its id or touches one of its streams.
  select array_agg(c.before order by c.command) into befores from (
    select e.command, max(e.before) as before from (
      select t.command, greatest(
        nullif(lag(t.command) over (partition by t.stream order by t.command, t.n), t.command),
        nullif(lag(t.command) over (partition by t.command_id order by t.command, t.n), t.command)
      ) as before
      from unnest(commands, ns, streams, command_ids) as t (command, n, stream, command_id)
    ) e group by e.command
  ) c;
  -- A command with a condition is judged after every command before it.
  for i in 1 .. cardinality(condition_of) loop
    befores[condition_of[i] - commands[1] + 1] := nullif(condition_of[i] - 1, commands[1] - 1);
  end loop;

  -- Commands that have nothing to do with one another are judged and inserted together, by the log
  -- as it was before them; where one must see what an earlier one did, a new group begins. Mostly
  -- the whole batch is one group, from event `opens` to event `closes`.
  for closes in 1 .. size loop
    continue when closes < size and (
      commands[closes + 1] = commands[closes]
      or coalesce(befores[commands[closes + 1] - commands[1] + 1] < commands[opens], true)
    );

    select array_agg(judged.status order by judged.command) into statuses from (
      select asked.command, case
        when bool_or(asked.earlier = asked.fingerprint) then 'duplicate'
        when bool_or(asked.earlier <> asked.fingerprint) then 'reused'
        when bool_and(asked.follows) and not bool_or(asked.outdated) then 'appended'
        else 'conflict'
      end as status
      from (
        select t.command, t.fingerprint,
          case when t.n = 0 then (
            select e.fingerprint from events e where e.command_id = t.command_id and e.n = 0
          ) end as earlier,
          t.version - row_number() over (partition by t.stream order by t.n) = coalesce((
            select e.version from events e where e.stream = t.stream order by e.version desc limit 1
          ), 0) as follows,
          t.n = 0 and t.command = any(condition_of) and exists (
            select from unnest(condition_of, condition_since, condition_streams, condition_patterns)
              as r (command, since, stream, pattern)
            where r.command = t.command and (
              (
                select e.position from events e
                where e.stream = r.stream order by e.version desc limit 1
              ) > r.since
              or r.pattern is not null and exists (
                select from events e where e.position > r.since and e.stream like r.pattern
                  and length(translate(e.stream, '/', '')) - length(e.stream)
                    = length(translate(r.pattern, '/', '')) - length(r.pattern)
              )
            )
          ) as outdated
        from unnest(
          commands[opens:closes], ns[opens:closes], command_ids[opens:closes],
          fingerprints[opens:closes], streams[opens:closes], versions[opens:closes]
        ) as t (command, n, command_id, fingerprint, stream, version)
      ) asked group by asked.command
    ) judged;

    for i in opens .. closes loop
      status := statuses[commands[i] - commands[opens] + 1];
      if status = 'appended' then
        top := top + 1;
        positions[i] := top;
      end if;
      if ns[i] = 0 then first_stream := streams[i]; end if;
      if streams[i] = first_stream then last_version := versions[i]; end if;
      continue when commands[i] = commands[i + 1]; -- the last event of a command answers for it
      last_position := top;
      if status in ('duplicate', 'reused') then
        select e.stream into first_stream
          from events e where e.command_id = command_ids[i] and e.n = 0;
        select max(e.position), max(e.version) filter (where e.stream = first_stream)
          into last_position, last_version from events e where e.command_id = command_ids[i];
      elsif status = 'conflict' then
        select coalesce(max(e.version), 0) into last_version
          from events e where e.stream = first_stream;
      end if;
      return next;
    end loop;

    insert into events (
      position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
      recorded_at, actor, traceparent, payload
    )
    select t.position, t.stream, t.version, t.event_id, t.command_id, t.n, t.fingerprint, t.type,
      t.subject, t.occurred_at, moment, t.actor, t.traceparent, t.payload
    from unnest(
      positions[opens:closes], streams[opens:closes], versions[opens:closes],
      event_ids[opens:closes], command_ids[opens:closes], ns[opens:closes],
      fingerprints[opens:closes], types[opens:closes], subjects[opens:closes],
      occurred[opens:closes], actors[opens:closes], traceparents[opens:closes],
      payloads[opens:closes]
    ) as t (
      position, stream, version, event_id, command_id, n, fingerprint, type, subject, occurred_at,
      actor, traceparent, payload
    ) where t.position is not null;
    opens := closes + 1;
  end loop;
  update head h set position = top, recorded_at = moment where h.one and h.position < top;
end $$;

revoke all on function append_batch from public;
grant execute on function append_batch to :role;
grant select on head, events to :role;
