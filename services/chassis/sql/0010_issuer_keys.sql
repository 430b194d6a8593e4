-- The public keys of other issuers as they were fetched last, under a MAC of the service.
create table issuer_keys (
  issuer text collate "C" primary key, -- its address
  fetched_at double precision not null, -- seconds since 1970
  keys text not null, -- a JSON Web Key Set
  mac bytea not null
);
grant select, insert, update on issuer_keys to :role;
