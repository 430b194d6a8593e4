-- League tables: who lies below whom, and who answers for whom.

-- name: parents
-- The unit above each unit as of $1, as known at position $2 of the catalogue.
select e.unit, e.parent from edges e
where e.effective_from < $1 and e.effective_to >= $1
  and e.known_from <= $2 and (e.known_to is null or e.known_to > $2)

-- name: leader_changes
-- As known at position $1 of the catalogue.
select l.unit, l.officer, l.begins, l.effective_from, l.known_from
from leader_changes l
where l.known_from <= $1 and (l.known_to is null or l.known_to > $1)
