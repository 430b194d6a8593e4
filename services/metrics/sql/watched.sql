-- Figures that are watched.

-- name: moved_after
-- Months before $2 in which an item moved after position $1 of submissions, by key, and every unit that
-- ever held one of their units: whichever tree a figure takes, it is among them.
select m.key, m.month, array_agg(distinct coalesce(a.ancestor, n.name)) as units
from months m
join names n on n.number = m.unit
left join ancestry a on a.unit = n.name
where m.moved > $1 and m.month < $2
group by m.key, m.month
