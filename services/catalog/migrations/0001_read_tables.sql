-- What the catalogue's facts say, ready to be asked. Rows are only ever added, each with the log
-- position of the fact that it comes from; which row counts at an instant is decided by the question:
-- "as of" bounds effective_time, "as known" bounds position. So a page that began on one position
-- sees the same catalogue to its end, and a correction hides what it replaces without erasing it.
-- Names sort by their bytes: the order of pages must not depend on a locale.

create table units (
  name text collate "C" not null,
  effective_time timestamptz not null,
  position bigint not null,
  version integer not null,
  parent text collate "C" not null,
  fact bytea not null, -- UnitOpened
  primary key (name, effective_time, position)
);
create index units_by_parent on units (parent, name);

create table service_versions (
  name text collate "C" not null,
  published boolean not null, -- a draft counts only until a version takes effect
  effective_time timestamptz not null,
  position bigint not null,
  version integer not null,
  number integer not null, -- 0: a draft
  content bytea not null, -- ServiceContent
  primary key (name, published, effective_time, position)
);
-- The order in which rows are tried: versions before drafts, the latest first.
create index service_versions_in_order
  on service_versions (name, published desc, effective_time desc, position desc);

create table offerings (
  name text collate "C" primary key,
  service text collate "C" not null,
  unit text collate "C" not null,
  effective_time timestamptz not null,
  position bigint not null,
  fact bytea not null -- OfferingOpened
);
create index offerings_by_service on offerings (service, name);
create index offerings_by_unit on offerings (unit, name);

-- A recording holds until the next one of the same capability; of two from one instant the later counts.
create table recordings (
  offering text collate "C" not null,
  effective_time timestamptz not null,
  position bigint not null,
  fact bytea not null, -- CapabilitiesRecorded
  primary key (offering, effective_time, position)
);

-- An assessment replaces every earlier one from its first span on. At an instant the assessment with
-- the highest position among those that have begun counts, and of its spans the last that has begun.
create table spans (
  offering text collate "C" not null,
  position bigint not null,
  effective_time timestamptz not null,
  version integer not null,
  earned smallint not null,
  attainable smallint not null,
  level smallint not null,
  extent smallint not null,
  ceiling smallint not null,
  level_rule text not null,
  extent_rule text not null,
  primary key (offering, position, effective_time)
);

-- The units of a subtree as they were then, the ancestor among them.
create function units_inside(ancestor text, as_of timestamptz, known bigint)
returns table (name text) language sql stable as $$
  with recursive inside as (
    select ancestor collate "C" as name
    union
    select below.name from inside join units below on below.parent = inside.name
    where below.effective_time <= as_of and below.position <= known
  )
  select inside.name from inside
$$;

-- What holds of an offering at an instant: its span and recordings, and the last change that is known.
create function offering_at(asked text, as_of timestamptz, known bigint)
returns table (
  last_position bigint, last_version integer, effective_time timestamptz, earned smallint,
  attainable smallint, level smallint, extent smallint, ceiling smallint, level_rule text,
  extent_rule text, recorded bytea[]
) language sql stable as $$
  select
    last.position, last.version, span.effective_time, span.earned, span.attainable, span.level,
    span.extent, span.ceiling, span.level_rule, span.extent_rule, recorded.facts
  from (values (true)) one
  left join lateral (
    select s.position, s.version from spans s
    where s.offering = asked and s.position <= known
    order by s.position desc limit 1
  ) last on true
  left join lateral (
    select s.effective_time, s.earned, s.attainable, s.level, s.extent, s.ceiling, s.level_rule,
      s.extent_rule
    from spans s
    where s.offering = asked and s.position <= known and s.effective_time <= as_of
    order by s.position desc, s.effective_time desc limit 1
  ) span on true
  cross join lateral (
    select array_agg(r.fact order by r.effective_time, r.position) as facts
    from recordings r
    where r.offering = asked and r.position <= known and r.effective_time <= as_of
  ) recorded
$$;

grant select, insert on units, service_versions, offerings, recordings, spans to :role;
