-- When wrong pairs of number and secret came in the last hour: a count-min sketch of four rows, for
-- numbers (1) and for askers (2). It never has more cells than these, and a cell no more instants
-- than its limit, 20 or 600: at most 65,536 cells of 250 bytes and 4,096 of 5 KB.
create table wrong_pairs (
  kind smallint not null check (kind in (1, 2)),
  cell integer not null check (cell between 0 and case kind when 1 then 65535 else 4095 end),
  times timestamptz[] not null,
  primary key (kind, cell)
);

-- Counts a wrong pair in its cells, or says how long none is answered: since in all cells of a kind
-- the limit was reached in the span before the moment. Two at once wait for each other, in the order
-- of the cells, so that none slips through.
create function count_wrong_pair(
  kinds smallint[], cells integer[], mosts integer[], moment timestamptz, span interval
) returns interval language plpgsql as $$
declare
  free_at timestamptz;
begin
  insert into wrong_pairs (kind, cell, times)
  select c.kind, c.cell, '{}' from unnest(kinds, cells) as c (kind, cell) order by c.kind, c.cell
  on conflict (kind, cell) do nothing;
  perform from wrong_pairs w
  where (w.kind, w.cell) in (select c.kind, c.cell from unnest(kinds, cells) as c (kind, cell))
  order by w.kind, w.cell for update;

  select max(full_kind.free_at) into free_at from (
    select recent.kind, min(recent.times[recent.most]) + span as free_at from (
      select w.kind, c.most, array(
        select t from unnest(w.times) as t
        where t > moment - span and t < moment + span order by t desc
      ) as times
      from unnest(kinds, cells, mosts) as c (kind, cell, most)
      join wrong_pairs w on w.kind = c.kind and w.cell = c.cell
    ) recent
    group by recent.kind
    having bool_and(cardinality(recent.times) >= recent.most)
  ) full_kind;
  if free_at is not null then return free_at - moment; end if;

  update wrong_pairs w set times = array(
    select t from unnest(w.times || moment) as t
    where t > moment - span and t < moment + span order by t desc limit c.most
  )
  from unnest(kinds, cells, mosts) as c (kind, cell, most)
  where w.kind = c.kind and w.cell = c.cell;
  return null;
end $$;

grant select, insert, update on wrong_pairs to :role;
revoke all on function count_wrong_pair from public;
grant execute on function count_wrong_pair to :role;
