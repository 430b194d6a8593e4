-- Drafts of dossiers, for the portals that save them: no facts, published nowhere, deleted once they are
-- submitted or expire. What is personal of one is sealed for the dossier that it becomes (owner_keys,
-- sealed_fields: `dossiers/{draft}`), under the key that the dossier will have.
create table drafts (
  draft uuid primary key, -- of the dossier, too
  portal text collate "C" not null, -- the subject of the token that began it
  holder bytea, -- whose it is, as a keyed hash of what the portal calls him; null: it does not say
  revision integer not null,
  content bytea not null, -- Draft, without what is sealed
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  request uuid not null, -- of the last saving
  mark bytea not null, -- its fingerprint, keyed with the dossier's key
  created_mark bytea not null -- that of the first one
);
create index drafts_of_portal on drafts (portal, created_at, draft);
create index drafts_of_holder on drafts (portal, holder, created_at, draft) where holder is not null;
create index drafts_expire on drafts (expires_at);

grant select, insert, update, delete on drafts to :role;
