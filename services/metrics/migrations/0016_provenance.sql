-- On whose word a dossier rests. Null: a version that was written before this was kept, until the tables are
-- made again; and a due of what was not accepted.
alter table dossier_items
  add column was_corrected boolean, -- by an event of its own
  add column due_set smallint, -- 1 computed by the service, 2 stated, 3 none
  add column withdrawn_by smallint; -- 0 not, 1 by the citizen, 2 an officer or a record says so
create or replace view counted_dossiers as
select counted as id, known_from, known_to, start_at, end_at, n, service, unit, population,
  coalesce(nullif(channel, 0), 7) as channel, level, null::smallint as extent, null::integer as field, verdict, rating, assisted, written_result,
  electronic_result, null::timestamptz as accepted_at, null::timestamptz as ended_at,
  null::timestamptz as end_recorded_at, null::timestamptz as promised_at, 0 as acceptance_anomalies,
  0 as ending_anomalies, true as acceptance_time_known, true as end_time_known, false as voided,
  true as acceptance_day_only, true as end_day_only, null::boolean as closed, null::boolean as paid_online, false as fee_waived,
  null::bigint as fee, null::integer as requests, null::integer as working_minutes,
  null::smallint as complaints, 0::smallint as act,
  null::boolean as was_corrected, null::smallint as due_set, null::smallint as withdrawn_by
from count_items where start_at is not null;
