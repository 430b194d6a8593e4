-- Refusals by permission, tokens that were not believed, and guesses that were stopped: one row for all that were
-- alike in a minute, of all replicas, so that a flood is a number and no full disk. Nothing that a caller
-- sent is in it but the name of a unit: who it was is a token's subject, or a keyed digest of an address.
create table refusals (
  number bigint generated always as identity primary key,
  minute timestamptz not null,
  kind smallint not null check (kind in (1, 2, 3)), -- as motcua.chassis.v1.AuditEntry.Kind
  caller text collate "C" not null,
  method text collate "C" not null,
  reason text collate "C" not null,
  unit text collate "C" not null,
  count bigint not null check (count > 0),
  first_at timestamptz not null,
  last_at timestamptz not null,
  expires_on date not null, -- by the rule that held when it was written
  unique (minute, kind, caller, method, reason, unit)
);
create index refusals_by_expiry on refusals (expires_on);
create index readings_by_time on readings (at, number);

-- Counts refusals; the arrays have one element for each row.
create function note_refusals(
  minutes timestamptz[], kinds smallint[], callers text[], methods text[], reasons text[], units text[],
  counts bigint[], firsts timestamptz[], lasts timestamptz[], days integer
) returns void language sql security definer set search_path = public, pg_temp as $$
  insert into refusals as r
    (minute, kind, caller, method, reason, unit, count, first_at, last_at, expires_on)
  select t.minute, t.kind, t.caller, t.method, t.reason, t.unit, t.count, t.first_at, t.last_at,
    (t.minute at time zone 'UTC')::date + days
  from unnest(minutes, kinds, callers, methods, reasons, units, counts, firsts, lasts)
    as t (minute, kind, caller, method, reason, unit, count, first_at, last_at)
  order by t.minute, t.kind, t.caller, t.method, t.reason, t.unit
  on conflict (minute, kind, caller, method, reason, unit) do update
  set count = r.count + excluded.count, first_at = least(r.first_at, excluded.first_at),
    last_at = greatest(r.last_at, excluded.last_at)
$$;

-- Removes some of those whose day has passed, by the clock of the database; how many. Nothing else removes any.
create function expire_refusals(most integer) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from refusals r using (
      select e.number from refusals e
      where e.expires_on < (clock_timestamp() at time zone 'UTC')::date order by e.expires_on limit most
    ) old where r.number = old.number returning 1
  )
  select count(*) from gone
$$;

revoke all on function note_refusals, expire_refusals from public;
grant execute on function note_refusals, expire_refusals to :role;
grant select on refusals to :role;
