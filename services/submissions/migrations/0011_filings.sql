-- Dossiers that a portal submitted, as it may see them: for its lists, and in the order of their last changes.
create table filings (
  dossier uuid primary key,
  portal text not null, -- that submitted it
  position bigint not null, -- of the last event that may have changed what the portal sees
  content bytea -- Filing of the API, but for its position; null: made from the facts when it is asked for
);

insert into filings (dossier, portal, position)
select d.dossier, d.portal, coalesce((
  select max(e.position) from events e
  where e.stream = 'dossiers/' || d.dossier and e.type not in (
    'motcua.submissions.v1.DossierAssigned',
    'motcua.submissions.v1.DossierArchived',
    'motcua.submissions.v1.PaperFileHandedOver',
    'motcua.submissions.v1.DueApproached',
    'motcua.submissions.v1.DuePassed',
    'motcua.submissions.v1.ExtensionPassed'
  ) and e.position <= (select c.position from checkpoints c where c.projection = 'submissions')
), 0)
from dossiers d where d.portal <> '';

-- A portal's changes are read in this order; and of all portals together, which of them have new ones.
create index filings_of_portal on filings (portal, position, dossier);
create index filings_by_position on filings (position) include (portal);

grant select, insert, update on filings to :role;
