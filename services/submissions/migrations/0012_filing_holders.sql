-- Whose a dossier is, to the portal that submitted it: what it calls him, as a keyed hash. In no event, so no log
-- can make it again; gone when the dossier is erased.
create table filing_holders (
  dossier uuid primary key,
  portal text not null,
  holder bytea not null
);
create index filings_of_holder on filing_holders (portal, holder, dossier);

grant select, insert, delete on filing_holders to :role;
