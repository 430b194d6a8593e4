-- name: look
-- Whether the server takes no writes, and how many commits of this role wait for a standby.
select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean,
  (select count(*) from pg_stat_activity a where a.usename = current_user and a.wait_event = 'SyncRep')
