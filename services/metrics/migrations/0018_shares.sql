-- Which part of a split unit its successor took over, in lowest terms. Null: nobody stated it; and of what was
-- recorded before this was kept, until the tables are made again.
alter table unit_successions
  add column share_n bigint,
  add column share_d bigint;
