-- name: owner_key_make
-- The key of a dossier in the log for which nothing is sealed yet; of two makers the first one's counts. A
-- draft has its key from its beginning on: one without is gone.
insert into owner_keys (owner, master, nonce, wrapped)
select $1::text, $2::text, $3::bytea, $4::bytea
where exists (select from events e where e.stream = $1::text)
on conflict do nothing
returning owner

-- name: attachments_held
-- How many files a dossier has, how many it has had, and how many bytes it has; of a draft, how many bytes
-- the files of all drafts of its holder have, and of its portal.
select h.files, h.announced, h.bytes, h.holder_bytes, h.portal_bytes from attachments_held($1) h

-- name: attachment_announce
-- Unless there are $15 already, $16 with removed ones, more than $17 bytes with it, or one with this id, or
-- the dossier is erased; nor where it is a draft and with it those of its holder have more than $18 bytes, or
-- those of its portal more than $19. $14 = how long it is waited for.
insert into attachments (
  attachment, owner, state, document_code, size, nonce, details, command_id, fingerprint,
  attached_by, officer, unit, created_at, result, expires_at
)
select $1, $2, 1, $3, $4::bigint, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12::timestamptz + $14::interval
where exists (
    select from attachments_held($2) h
    where h.files < $15 and h.announced < $16 and h.bytes + $4::bigint <= $17::bigint
      and coalesce(h.holder_bytes + $4::bigint <= $18::bigint, true)
      and coalesce(h.portal_bytes + $4::bigint <= $19::bigint, true)
  )
  and not exists (
    select from events e
    where e.stream = $2 and e.type in (
      'motcua.submissions.v1.DossierErased', 'motcua.submissions.v1.PetitionErased'
    )
  )
on conflict do nothing
returning attachment, owner, state, document_code, size, media_type, tags, nonce, details, command_id,
  fingerprint, attached_by, officer, unit, result, created_at, expires_at, uploaded_at, scanned_at, not_scanned,
  removed_at, remover, remover_unit, reason_code, removal_id, removal_fingerprint, revision,
  false as unscannable

-- name: attachment
select a.attachment, a.owner, a.state, a.document_code, a.size, a.media_type, a.tags, a.nonce, a.details,
  a.command_id, a.fingerprint, a.attached_by, a.officer, a.unit, a.result, a.created_at, a.expires_at, a.uploaded_at,
  a.scanned_at, a.not_scanned, a.removed_at, a.remover, a.remover_unit, a.reason_code, a.removal_id,
  a.removal_fingerprint, a.revision, a.state = 2 and a.scan_at is null as unscannable
from attachments a where a.attachment = $1

-- name: attachments_of_dossier
select a.attachment, a.owner, a.state, a.document_code, a.size, a.media_type, a.tags, a.nonce, a.details,
  a.command_id, a.fingerprint, a.attached_by, a.officer, a.unit, a.result, a.created_at, a.expires_at, a.uploaded_at,
  a.scanned_at, a.not_scanned, a.removed_at, a.remover, a.remover_unit, a.reason_code, a.removal_id,
  a.removal_fingerprint, a.revision, a.state = 2 and a.scan_at is null as unscannable
from attachments a where a.owner = $1 and a.state <> 5 order by a.created_at, a.attachment

-- name: attached_documents
-- Codes of documents of which a dossier has a whole file; the result is none of them.
select distinct a.document_code from attachments a
where a.owner = $1 and a.state in (2, 3) and a.document_code <> '' and not a.result

-- name: attachment_chunk
-- One more chunk after $2 others, with the tag $3; nothing where somebody else added it first.
update attachments a set tags = a.tags || $3, expires_at = $4::timestamptz + $5::interval
where a.attachment = $1 and a.state = 1 and length(a.tags) = $2 * 16
returning a.attachment

-- name: attachment_finish
-- The last chunk, and with it the whole file, waits for a scan; its facts follow by a timer. Nothing where
-- the dossier has more facts than $8: whoever sends it may not any more.
with whole as (
  update attachments a set state = 2, tags = a.tags || $3, media_type = $4, nonce = $5, details = $6,
    uploaded_at = $7, scan_at = $7, revision = a.revision + 1
  where a.attachment = $1 and a.state = 1 and length(a.tags) = $2 * 16
    and not exists (select from events e where e.stream = a.owner and e.version > $8)
  returning a.attachment, a.owner
)
insert into timers (subject, kind, due_at)
select w.owner || '/attachments/' || w.attachment, 'attachment', $7 from whole w
on conflict (subject, kind, due_at) do update set fired = false
returning subject

-- name: attachment_give_up
-- A file that is not whole, and will not be; nothing where it is whole by now.
delete from attachments a where a.attachment = $1 and a.state = 1
returning a.attachment

-- name: attachment_remove
-- Its name, and where its content is, go at once.
with gone as (
  update attachments a set state = 5, tags = '', nonce = '', details = '', removed_at = $2, remover = $3, remover_unit = $4, reason_code = $5,
    removal_id = $6, removal_fingerprint = $7, revision = a.revision + 1
  where a.attachment = $1 and a.state <> 5 and a.revision = $8
  returning a.attachment, a.owner
)
insert into timers (subject, kind, due_at)
select g.owner || '/attachments/' || g.attachment, 'attachment', $2 from gone g
on conflict (subject, kind, due_at) do update set fired = false
returning subject

-- name: attachment_take_for_scan
-- One that is due at $1, for whoever takes it until $2: of a submitted dossier first, then what was scanned
-- in vain the fewest times, then by turns: of whoever comes after $3, from whom the last one was. The scan
-- counts from here on, so that one which ends with the service counts too; after $4 there is none.
update attachments a set scan_at = $2, scans = a.scans + 1
where a.attachment = (
  select t.attachment from attachments t where t.state = 2 and t.scan_at <= $1 and t.scans < $4
  order by exists (select from events e where e.stream = t.owner and e.version = 1) desc,
    t.scans, t.attached_by > $3 desc, t.attached_by, t.scan_at
  limit 1 for update skip locked
)
returning a.attachment

-- name: attachment_scanned
-- $2 = its state from now on, $3 = whether it was not scanned.
with scanned as (
  update attachments a set state = $2, not_scanned = $3, scanned_at = $4, revision = a.revision + 1
  where a.attachment = $1 and a.state = 2
  returning a.attachment, a.owner
)
insert into timers (subject, kind, due_at)
select s.owner || '/attachments/' || s.attachment, 'attachment', $4 from scanned s
on conflict (subject, kind, due_at) do update set fired = false
returning subject

-- name: attachment_not_scanned_yet
-- A scan came to nothing: another one from $2 on, later each time, up to an hour.
update attachments a set scan_at = $2::timestamptz
    + least(interval '1 minute' * (1 << least(a.scans - 1, 10)), interval '1 hour')
where a.attachment = $1 and a.state = 2

-- name: attachments_scans_given_up
-- Those that were due at $1 and of which $2 scans came to nothing, or ended with the service, are not scanned
-- any more by themselves.
update attachments a set scan_at = null where a.state = 2 and a.scan_at <= $1 and a.scans >= $2
returning a.attachment, a.owner

-- name: attachments_not_scanned
-- How many are not scanned any more by themselves.
select count(*) from attachments a where a.state = 2 and a.scan_at is null

-- name: attachments_scan_again
-- Those, from $1 on, as if they had never been scanned; how many.
with again as (
  update attachments a set scan_at = $1, scans = 0 where a.state = 2 and a.scan_at is null
  returning a.attachment
)
select count(*) from again

-- name: attachments_given_up
delete from attachments a where a.state = 1 and a.expires_at < $1

-- name: discarded_files
select d.attachment from discarded_files d limit 100

-- name: discarded_file_forget
delete from discarded_files d where d.attachment = $1

-- name: tags_of_attachments
select a.attachment, a.tags from attachments a where a.attachment = any($1::uuid[]) and a.state <> 5

-- name: attachments_of_dossiers
-- The subjects of the timers by which the facts of these dossiers' files follow.
select a.owner || '/attachments/' || a.attachment as subject, a.owner as dossier from attachments a
where a.owner = any($1::text[]) and a.state <> 1
