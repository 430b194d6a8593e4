-- Months, their cells and leaves in the order in which a month of a country is read: all its units, one
-- after the other. A unit's month is found as before, its years by one look at each month.
alter table months drop constraint months_pkey, add primary key (key, month, unit);
alter table month_cells drop constraint month_cells_pkey, add primary key (definition, month, unit, class);
alter table month_leaves drop constraint month_leaves_pkey, add primary key (definition, month, unit);

-- Of a key's month, the last position that moved one of any unit: what is remembered of a whole country's
-- month holds until then.
create table month_moves (
  key smallint not null,
  month date not null,
  moved bigint not null,
  primary key (key, month)
) with (fillfactor = 50);
insert into month_moves (key, month, moved) select key, month, max(moved) from months group by key, month;

grant select, insert, update on month_moves to :role;
