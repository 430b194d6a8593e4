-- name: look
-- Whether the server takes no writes, how many commits of this role wait for a standby, and whether
-- the last segment of its log that was to be archived was not.
select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean,
  (select count(*) from pg_stat_activity a where a.usename = current_user and a.wait_event = 'SyncRep'),
  (select coalesce(a.last_failed_time > coalesce(a.last_archived_time, '-infinity'), false) from pg_stat_archiver a)
    and current_setting('archive_mode') <> 'off'
