-- The units of a scope, by name: a unit, and unless `alone` all that lay below it as of an instant.
create function units_then(above text, alone boolean, as_of timestamptz, known bigint) returns table (unit text)
language sql stable parallel safe as $$
  select s.unit from subtree($1, $3, $4) s where not $2 or s.unit = $1
$$;
