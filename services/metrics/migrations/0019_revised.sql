-- Whether other numbers were told of a figure than those of its last publication. Of what was revised before this was
-- kept it is false until the figure is revised again, or the tables are made again.
alter table figures add column revised boolean not null default false;
