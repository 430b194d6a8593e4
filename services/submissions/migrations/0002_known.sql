-- Between which catalogue positions each fact was known, so that all pages of a list can be compared
-- with the catalogue as it was known at one of them. What is here already counts as known from the
-- beginning: no list began earlier.
alter table unit_changes add known_from bigint not null default 0, add known_to bigint;
alter table unit_changes alter known_from drop default;

alter table offering_states add known_from bigint not null default 0, add known_to bigint;
alter table offering_states alter known_from drop default;
alter table offering_states drop constraint offering_states_pkey,
  add primary key (offering, effective_time, known_from);

alter table level_spans add known_from bigint not null default 0, add known_to bigint;
alter table level_spans alter known_from drop default;
alter table level_spans drop constraint level_spans_pkey,
  add primary key (offering, effective_time, known_from);
