-- Whether anybody may read an asserted figure; those recorded before are public, as they were. Inspections are not.
alter table statements add column published boolean not null default true;
update statements set published = false where collection <> 'assertions';
alter table statements alter column published drop default;
