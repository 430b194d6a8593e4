-- Parts of statements that services/catalog/queries/selection.py puts together; a value has a name
-- here and gets a number there.

-- name: list
select r.name, r.known_from, r.version, r.sort_key, r.content
from resources r
where r.kind = :kind and r.known_to > :as_known and r.effective_to > :as_of
  and r.known_from <= :as_known and r.effective_from <= :as_of

-- name: list_by_service
-- Offerings are ordered by what their service is called; by its last name, which it always has, even
-- where there was no such service yet at the instant asked.
select r.name, r.known_from, r.version, s.sort_key, r.content
from resources s
join resources r on r.kind = :kind and r.parent = s.name
  and r.known_to > :as_known and r.effective_to > :as_of
  and r.known_from <= :as_known and r.effective_from <= :as_of
where s.kind = 'services' and s.known_to > :as_known and s.effective_to = 'infinity'
  and s.known_from <= :as_known
  and s.sort_key >= :key and (s.sort_key, r.name) > (:key, :after)

-- name: of_few
select r.name, r.known_from, r.version, r.sort_key, r.content from (

-- name: of_few_once
-- An offering may be found by its service and by its unit.
select distinct on (r.name) r.name, r.known_from, r.version, r.sort_key, r.content from (

-- name: few_units
select f.name, f.known_from, f.version, f.sort_key, f.content
from unnest(:few_units::text[]) as few (name)
cross join lateral (
  select r.name, r.known_from, r.version, r.sort_key, r.content
  from resources r
  where r.kind = :kind and r.unit = few.name and r.known_to > :as_known and r.effective_to > :as_of
    and r.known_from <= :as_known and r.effective_from <= :as_of

-- name: in_services
-- One service after another, in the order of their offerings' names: these begin with the service's,
-- a slash and more, so all of one come before all of the next, and 0 is what follows the slash. Of
-- hundreds of services only those are read that the page reaches.
(
select f.name, f.known_from, f.version, f.sort_key, f.content
from (
  select of.name, (of.name || '/offerings/') collate "C" as begins
  from unnest(:in_services::text[]) as of (name)
  where (of.name || '/offerings0') collate "C" > :after
  order by begins
) service
cross join lateral (
  select r.name, r.known_from, r.version, r.sort_key, r.content
  from resources r
  where r.kind = :kind and r.parent = service.name
    and r.known_to > :as_known and r.effective_to > :as_of
    and r.known_from <= :as_known and r.effective_from <= :as_of

-- name: end_of_few_units
) f

-- name: end_of_in_services
) f
order by service.begins, f.name limit :size
)

-- name: and
union all

-- name: end_of_few
) r

-- name: after_name
and r.name > :after

-- name: after_title
and (r.sort_key, r.name) > (:key, :after)

-- name: order_by_name
order by r.name limit :size

-- name: order_by_title
order by r.sort_key, r.name limit :size

-- name: order_by_service
order by s.sort_key, r.name limit :size

-- name: where_parent
and r.parent = :parent

-- name: where_units
and r.unit = any(:units::text[])

-- name: where_one_unit
and r.unit = :one_unit

-- name: where_not_outside
and r.unit <> all(:outside::text[])

-- name: where_seen
-- Drafts of services only where they may be seen.
and (r.state <> 1 or r.unit = any(:drafts::text[]))

-- name: where_words
and r.words @@ :words::text::tsquery

-- name: where_matched
and (r.parent = any(:services::text[]) or r.unit = any(:offered_by::text[]))

-- name: where_state
and r.state = any(:state::smallint[])

-- name: where_level
and r.level = any(:level::smallint[])

-- name: where_extent
and r.extent = any(:extent::smallint[])

-- name: where_verdict
and r.verdict = any(:verdict::smallint[])

-- name: where_field
and r.field = any(:field::text[])

-- name: where_not_field
and r.field <> all(:not_field::text[])

-- name: where_above
and r.parent = any(:above::text[])

-- name: where_not_above
and r.parent <> all(:not_above::text[])

-- name: where_unit
and r.unit = any(:unit::text[])

-- name: where_not_unit
and r.unit <> all(:not_unit::text[])

-- name: where_authority_state
and exists (
  select from resources u
  where u.kind = 'units' and u.name = r.unit and u.state = any(:authority_state::smallint[])
    and u.known_to > :as_known and u.effective_to > :as_of
    and u.known_from <= :as_known and u.effective_from <= :as_of)

-- name: where_service
and r.parent = any(:service::text[])

-- name: where_not_service
and r.parent <> all(:not_service::text[])

-- name: where_rule
and r.rule = any(:rule::text[])

-- name: where_not_rule
and r.rule <> all(:not_rule::text[])

-- name: where_codes
and r.codes @> :codes::text[]

-- name: where_not_codes
and not coalesce(r.codes && :not_codes::text[], false)

-- name: count
select r.unit, r.rule, r.level, r.extent, r.verdict, count(*) as offerings,
  encode(sha256(convert_to(
    string_agg(r.name || e'\n', '' order by r.name), 'UTF8')), 'hex') as digest
from resources r
where r.kind = :kind and r.known_to > :as_known and r.effective_to > :as_of
  and r.known_from <= :as_known and r.effective_from <= :as_of

-- name: count_alike
group by r.unit, r.rule, r.level, r.extent, r.verdict
order by r.unit, r.rule, r.level, r.extent, r.verdict
