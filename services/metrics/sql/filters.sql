-- Which items a figure takes: `:chosen3` and `:chosen4` in other statements are these conditions for the
-- service and each dimension of the kind, over the parameter of that number. It is a JSON object: `service` is a name, a
-- dimension has a list of values. What it does not name chooses all; '{}' chooses every item. The planner
-- sees the values, so that a condition that chooses all costs nothing.

-- name: chosen_by_service
($1::jsonb -> 'service' is null or i.service = (select n.number from names n where n.name = $1 ->> 'service'))

-- name: chosen_by_value
-- `:value` is the item's, in words.
($1::jsonb -> ':dimension' is null or $1 -> ':dimension' ? (:value))

-- name: chosen_by_name
-- `:value` is the number of the item's, null where it is not known.
($1::jsonb -> ':dimension' is null
  or :value = any(array(
    select n.number from names n where n.name in (select jsonb_array_elements_text($1 -> ':dimension'))))
  or :value is null and $1 -> ':dimension' ? 'unknown')
