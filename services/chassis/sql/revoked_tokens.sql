-- name: tokens_revoke
-- $1 = a digest, $2 = when its token ends. Those that have ended are no longer needed.
with ended as (delete from revoked_tokens where expires_at < now() - interval '1 hour')
insert into revoked_tokens (digest, expires_at) values ($1, $2) on conflict do nothing

-- name: tokens_revoked
-- $1 = all, or only those of the last $2 seconds.
select digest, expires_at from revoked_tokens
where ($1 or revoked_at > clock_timestamp() - make_interval(secs => $2)) and expires_at > now()
