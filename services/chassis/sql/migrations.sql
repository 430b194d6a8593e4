-- name: migrations_lock
-- The number is "motcua" in ASCII; two starting processes migrate one after the other.
select pg_advisory_xact_lock(x'6d6f74637561'::bigint)

-- name: migrations_table
create table if not exists migrations (
  name text primary key,
  digest bytea not null,
  applied_at timestamptz not null default clock_timestamp()
)

-- name: migrations_done
select name, digest from migrations

-- name: migrations_note
insert into migrations (name, digest) values ($1, $2)
