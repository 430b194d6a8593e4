-- name: leadership_lock
select pg_try_advisory_lock($1)

-- name: leadership_session
-- Which session answers, and after how long a silence it ends.
select pg_backend_pid(), current_setting('idle_session_timeout')
