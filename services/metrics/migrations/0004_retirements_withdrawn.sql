-- A planned retirement may be withdrawn: it was what we knew until then.

alter table retirements add column known_to bigint;
