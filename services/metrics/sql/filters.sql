-- Which items a figure takes: `:chosen3` and `:chosen4` in other statements are these conditions for the service
-- and each dimension of the kind, over the parameter of that number ($1 here). It is a JSON object: `of_service` is
-- a name, a dimension has a list of values. What it does not name chooses all; '{}' chooses every item. The
-- planner sees the values, so that a condition that chooses all costs nothing.

-- name: chosen_by_service
($1::jsonb -> 'of_service' is null or i.service = (select n.number from names n where n.name = $1 ->> 'of_service'))

-- name: chosen_by_word
($1::jsonb -> ':dimension' is null or $1 -> ':dimension' ? (:value))

-- name: chosen_by_number
-- Of a value that is the number of a name, null where it is not known.
($1::jsonb -> ':dimension' is null
  or (:value) = any(array(
    select n.number from names n where n.name in (select jsonb_array_elements_text($1 -> ':dimension'))))
  or (:value) is null and $1 -> ':dimension' ? 'unknown')

-- name: word_of_assisted
case i.assisted when true then 'yes' when false then 'no' else 'unknown' end

-- name: word_of_channel
coalesce((array['online', 'in_person', 'post', 'email', 'phone', 'other'])[i.channel], 'unknown')

-- name: word_of_corrected
case i.was_corrected when true then 'yes' when false then 'no' else 'unknown' end

-- name: word_of_due
coalesce((array['computed', 'stated', 'none'])[i.due_set], 'unknown')

-- name: word_of_extent
coalesce((array['none', 'partial', 'full'])[i.extent], 'unknown')

-- name: word_of_level
coalesce(i.level::text, 'unknown')

-- name: word_of_transferred
coalesce((array['no', 'by_succession', 'stated'])[i.transferred_by + 1], 'unknown')

-- name: word_of_withdrawn
coalesce((array['no', 'by_citizen', 'stated'])[i.withdrawn_by + 1], 'unknown')

-- name: number_of_service
nullif(i.service, (select n.number from names n where n.name = ''))

-- name: number_of_field
i.field

-- name: number_of_officer
-- Who answers for the dossier by its last interval.
select (
  select nullif(h.officer, (select n.number from names n where n.name = ''))
  from intervals h
  where h.dossier = i.dossier
    and h.known_from <= :position and h.known_to > :position
  order by h.number desc limit 1)

-- name: number_of_officer_then
-- Of a dossier at the end of a period: who answered for it then.
nullif(l.officer, (select n.number from names n where n.name = ''))

-- name: number_of_officer_counted
-- A count says nothing of officers.
null::integer

-- name: wanted_words
-- The values that a list asks for, in the parameter `:values`, as `value` of an item is compared with them.
select v.name as value, v.name from unnest(:values::text[]) v (name)

-- name: wanted_numbers
-- The same of a value that is the number of a name; 0 where it is not known.
select n.number as value, n.name from names n where n.name = any(:values::text[])
  union all
  select 0, 'unknown' where 'unknown' = any(:values::text[])
