-- Files of dossiers, drafts and petitions: what is known of each, and of which objects of the object store it is made.
-- With the key of its owner a file's row goes, and a trigger notes that its objects are to be removed.
create table attachments (
  attachment uuid primary key,
  owner text collate "C" not null references owner_keys on delete cascade, -- a dossier or a petition
  state smallint not null, -- State of domain/attachment/facts.py
  document_code text not null,
  size bigint not null,
  media_type text not null default '', -- '': not whole yet
  tags bytea not null default '', -- of its chunks, in order, 16 bytes each: they name its objects
  nonce bytea not null,
  details bytea not null, -- name and SHA-256, sealed under the key of the dossier
  command_id uuid not null, -- that announced it
  fingerprint bytea not null,
  attached_by text not null, -- the subject of the token
  officer text not null, -- '': the citizen handed it in
  unit text not null,
  result boolean not null, -- an officer attached it as the result, or a part of it
  created_at timestamptz not null,
  expires_at timestamptz not null, -- when it is given up unless it is whole
  uploaded_at timestamptz,
  scan_at timestamptz, -- when it may be scanned next; null once it is whole: not by itself any more
  scans integer not null default 0, -- that were begun and decided nothing
  scanned_at timestamptz,
  not_scanned boolean not null default false,
  removed_at timestamptz,
  remover text not null default '',
  remover_unit text not null default '',
  reason_code text not null default '',
  removal_id uuid, -- the command that removed it
  removal_fingerprint bytea,
  revision integer not null default 1
);
create index attachments_of_dossier on attachments (owner, created_at, attachment);
create index attachments_to_scan on attachments (scan_at) where state = 2;
create index attachments_unfinished on attachments (expires_at) where state = 1;

-- Files whose objects are to be removed.
create table discarded_files (
  attachment uuid primary key
);

create function note_discarded_file() returns trigger language plpgsql as $$
begin
  insert into discarded_files (attachment) values (old.attachment) on conflict do nothing;
  return null;
end $$;
create trigger a_file_is_gone after delete on attachments
  for each row execute function note_discarded_file();
create trigger a_file_is_removed after update of removed_at on attachments
  for each row when (new.removed_at is not null) execute function note_discarded_file();

-- How many files a dossier has, how many it has had, and how many bytes it has; of a draft also how many bytes
-- the files of all drafts of its holder have, and of its portal. Whoever asks is the only one until the end of
-- his transaction, for the dossier and for the portal, and sees what those before him announced.
create function attachments_held(
  of text, out files integer, out announced integer, out bytes bigint,
  out holder_bytes bigint, out portal_bytes bigint
) volatile language plpgsql as $$
declare
  own record;
begin
  perform pg_advisory_xact_lock(hashtextextended('attachments of ' || of, 0));
  select d.portal, d.holder into own from drafts d
  where d.draft = substring(of from '^dossiers/(.+)$')::uuid;
  if own.portal is not null then
    perform pg_advisory_xact_lock(hashtextextended('attachments of drafts of ' || own.portal, 0));
    select case when own.holder is not null
        then coalesce(sum(a.size) filter (where d.holder = own.holder), 0) end,
      coalesce(sum(a.size), 0)
    into holder_bytes, portal_bytes
    from drafts d join attachments a on a.owner = 'dossiers/' || d.draft
    where d.portal = own.portal and a.state <> 5;
  end if;
  select count(*) filter (where a.state <> 5), count(*),
    coalesce(sum(a.size) filter (where a.state <> 5), 0)
  into files, announced, bytes
  from attachments a where a.owner = of;
end $$;
revoke all on function attachments_held from public;
grant execute on function attachments_held to :role;

grant select, insert, update, delete on attachments, discarded_files to :role;
