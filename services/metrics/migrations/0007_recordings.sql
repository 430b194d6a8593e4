-- When each event of both streams was recorded, so that a moment stands for a position: `times` has one for
-- each position from `first` on, null for an event that was parked. At most 200 positions a row, which cost
-- 9 bytes each.
create table catalog_recordings (
  chunk bigint primary key, -- which 200 positions
  first bigint not null,
  since timestamptz not null, -- the first of `times`
  times timestamptz[] not null
) with (fillfactor = 70); -- giving a row more times changes no index
create index on catalog_recordings (since, chunk);

create table submission_recordings (
  chunk bigint primary key,
  first bigint not null,
  since timestamptz not null,
  times timestamptz[] not null
) with (fillfactor = 70);
create index on submission_recordings (since, chunk);

grant select, insert, update on catalog_recordings, submission_recordings to :role;
