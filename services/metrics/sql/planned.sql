-- Plans of the tree of units: who is to come into a scope. Instants of a place are (effective_from, effective_to].

-- name: known_until
-- When the position after $1 of the catalogue was recorded: until then $1 was all that was known; null: it still is. A chunk has
-- 200 positions, the first one is position 1.
select r.times[$1 - r.first + 2] as recorded from catalog_recordings r where r.chunk = $1 / 200

-- name: units_entering
-- Units that lie in the scope $1 at any time of [$4, $2], by the tree as known at $3 of the catalogue, and not at $5 by
-- the tree as known now; from when on (since $4, where they did before), and whether at $2.
select a.unit, greatest(a.effective_from, $4) as since, a.effective_to >= $2 as at_end
from ancestry a
where a.ancestor = $1 and a.effective_from < $2 and a.effective_to >= $4
  and a.known_from <= $3 and (a.known_to is null or a.known_to > $3)
  and not exists (
    select from ancestry n
    where n.ancestor = $1 and n.unit = a.unit and n.effective_from < $5 and n.effective_to >= $5 and n.known_to is null)

-- name: units_until
-- Units that lay in the scope $1 at any time up to $2, as known now.
select distinct a.unit from ancestry a where a.ancestor = $1 and a.effective_from < $2 and a.known_to is null

-- name: next_move
-- When the first unit moves after $1, as known at $2 of the catalogue; null: none.
select min(e.effective_from) from edges e
where e.effective_from > $1 and e.known_from <= $2 and (e.known_to is null or e.known_to > $2)
