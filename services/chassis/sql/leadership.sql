-- name: leadership_lock
select pg_try_advisory_lock($1)

-- name: leadership_session
-- Which session answers, after how long a silence it ends, and whether its server only follows.
select pg_backend_pid(), current_setting('idle_session_timeout'), pg_is_in_recovery()
