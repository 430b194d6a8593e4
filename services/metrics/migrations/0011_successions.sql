-- To whom units handed over: what they were merged into, or their parts, themselves among them where they
-- go on. True from an instant on, known between two positions of the catalogue.
create table unit_successions (
  unit text not null,
  version integer not null, -- in the unit's stream: what a withdrawal names
  successor text not null,
  divides boolean not null, -- into several parts
  closes boolean not null, -- the unit is no more
  effective_from timestamptz not null,
  known_from bigint not null,
  known_to bigint,
  primary key (unit, version, successor)
);
grant select, insert, update on unit_successions to :role;

-- The units that ever lay in a scope, as known at a position.
create function units_ever(above text, alone boolean, known bigint) returns table (unit text)
language sql stable parallel safe as $$
  select a.unit from ancestry a
  where a.ancestor = $1 and (not $2 or a.unit = $1)
    and a.known_from <= $3 and (a.known_to is null or a.known_to > $3)
$$;

-- Units that a question lists, in place of those of its scope.
create function units_among(above text, alone boolean, as_of timestamptz, known bigint, listed text[])
returns table (unit text)
language sql stable parallel safe as $$ select unnest($5) $$;
create function units_among(above text, alone boolean, known bigint, listed text[]) returns table (unit text)
language sql stable parallel safe as $$ select unnest($4) $$;
