-- A draft whose dossier is in the log is none any more, whatever an older backup brought back: its key is
-- the dossier's. $1 = the draft's id, $2 = the name of the dossier, wherever these are.

-- name: draft_begin
-- The draft with its key and what is sealed of it; nothing where it is there already, its dossier is, or
-- its portal ($3) has as many as it may ($18), or as it may of that holder ($20), whose hashes are $19.
with allowed as (
  select from (select count(*) as n from (
    select from drafts d where d.portal = $3::text limit $18::integer
  ) as held) as of_portal, (select count(*) as n from (
    select from drafts d where d.portal = $3::text and d.holder = any($19::bytea[]) limit $20::integer
  ) as held) as of_holder
  where of_portal.n < $18::integer and of_holder.n < $20::integer
    and not exists (select from events e where e.stream = $2::text)
), key as (
  insert into owner_keys (owner, master, nonce, wrapped)
  select $2::text, $11::text, $12::bytea, $13::bytea from allowed
  on conflict (owner) do nothing
  returning owner
), sealed as (
  insert into sealed_fields (owner, field, nonce, ciphertext, sealed_at)
  select k.owner, $14::text, $15::bytea, $16::bytea, $17::timestamptz from key k
)
insert into drafts (
  draft, portal, holder, revision, content, created_at, updated_at, expires_at, request, mark, created_mark
)
select $1::uuid, $3::text, $4::bytea, $5::integer, $6::bytea, $7::timestamptz, $7::timestamptz,
  $8::timestamptz, $9::uuid, $10::bytea, $10::bytea
from key
returning draft

-- name: draft_counts
-- Of a portal $1, up to $2; and of a holder with the hashes $3 there.
select
  (select count(*) from (select from drafts d where d.portal = $1 limit $2) as held) as of_portal,
  (select count(*) from drafts d where d.portal = $1 and d.holder = any($3::bytea[])) as of_holder

-- name: draft_open
-- $3 = the field that is sealed, $4 = now
select
  d.draft, d.portal, d.holder, d.revision, d.content, d.created_at, d.updated_at, d.expires_at,
  d.request, d.mark, d.created_mark,
  k.owner, k.master, k.nonce as key_nonce, k.wrapped, f.nonce, f.ciphertext
from drafts d
join owner_keys k on k.owner = $2
join sealed_fields f on f.owner = k.owner and f.field = $3
where d.draft = $1 and d.expires_at > $4
  and not exists (select from events e where e.stream = $2)

-- name: drafts_of_portal
-- $1 = portal, $2 = holders (null: any), after $3 and $4, $5 = now, $6 = how many; the last begun first
select
  d.draft, d.portal, d.holder, d.revision, d.content, d.created_at, d.updated_at, d.expires_at,
  d.request, d.mark, d.created_mark
from drafts d
where d.portal = $1 and ($2::bytea[] is null or d.holder = any($2::bytea[]))
  and ($3::timestamptz is null or (d.created_at, d.draft) < ($3::timestamptz, $4::uuid))
  and d.expires_at > $5
  and not exists (select from events e where e.stream = 'dossiers/' || d.draft::text)
order by d.created_at desc, d.draft desc limit $6

-- name: draft_save
-- The next revision after $3, with what is sealed of it.
with saved as (
  update drafts d
  set revision = d.revision + 1, content = $4, updated_at = $5, expires_at = $6, request = $7, mark = $8
  where d.draft = $1 and d.revision = $3
  returning d.draft
), sealed as (
  insert into sealed_fields (owner, field, nonce, ciphertext, sealed_at)
  select $2::text, $9::text, $10::bytea, $11::bytea, $5::timestamptz from saved
  on conflict (owner, field) do update
  set nonce = excluded.nonce, ciphertext = excluded.ciphertext, sealed_at = excluded.sealed_at
)
select s.draft from saved s

-- name: draft_take
-- In the transaction that appends its dossier; $4: nothing is sealed of it, so the dossier needs no key unless
-- files are sealed under it. Its holder stays with the dossier.
with taken as (
  delete from drafts d where d.draft = $1 and d.revision = $3 returning d.draft, d.portal, d.holder
), held as (
  insert into filing_holders (dossier, portal, holder)
  select t.draft, t.portal, t.holder from taken t where t.holder is not null
  on conflict (dossier) do nothing
), needless as (
  delete from owner_keys k where k.owner = $2 and $4::boolean and exists (select from taken)
    and not exists (select from attachments a where a.owner = $2)
)
select t.draft from taken t

-- name: draft_delete
with gone as (
  delete from drafts d where d.draft = $1 and d.revision = $3 returning d.draft
), key as (
  delete from owner_keys k where k.owner = $2 and exists (select from gone)
    and not exists (select from events e where e.stream = $2)
)
select g.draft from gone g

-- name: drafts_expire
-- Those that expired before $1, at most $2 at once and none that somebody submits at this moment.
with due as (
  select d.draft from drafts d where d.expires_at <= $1 order by d.expires_at limit $2
  for update skip locked
), gone as (
  delete from drafts d using due where d.draft = due.draft returning d.draft
), keys as (
  delete from owner_keys k using gone g
  where k.owner = 'dossiers/' || g.draft::text
    and not exists (select from events e where e.stream = k.owner)
)
select g.draft from gone g
