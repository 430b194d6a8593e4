-- Tokens that were given back before their end: the SHA-256 of what their issuer signed, and nothing of what is in them.
create table revoked_tokens (
  digest bytea primary key check (length(digest) = 32),
  revoked_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create index on revoked_tokens (revoked_at);
create index on revoked_tokens (expires_at);
grant select, insert, delete on revoked_tokens to :role;
