-- On whose word a petition rests. Null: a version that was written before this was kept, until the tables are
-- made again; and a transfer, after a correction that does not say which.
alter table petition_items
  add column was_corrected boolean, -- by an event of its own
  add column withdrawn_by smallint, -- 0 not, 1 by the citizen, 2 an officer or a record says so
  add column transferred_by smallint; -- the latest: 0 none, 1 by a succession of units, 2 an officer or a record
