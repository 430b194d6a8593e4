-- name: begin_payment
-- Unless it is there, or another for the same that is open and has not expired.
with expired as (
  update payment_attempts a set open = false
  where a.dossier = $2 and a.provider = $3 and a.purpose = $4 and a.amount = $5
    and a.open and a.expires_at <= $7
  returning a.attempt
)
insert into payment_attempts (
  attempt, dossier, provider, purpose, amount, begun_by, begun_at, expires_at, fingerprint
)
select $1, $2, $3, $4, $5, $6, $7, $8, $9 from (select count(*) from expired) as closed
on conflict do nothing returning attempt

-- name: join_payment
-- The one that is there or open for the same, by somebody more and as long as a new one.
update payment_attempts a
set expires_at = greatest(a.expires_at, $7),
  begun_by = case when a.begun_by @> $6 then a.begun_by else a.begun_by || $6 end
where a.attempt = $1
  or a.dossier = $2 and a.provider = $3 and a.purpose = $4 and a.amount = $5 and a.open
returning a.attempt, a.dossier, a.provider, a.purpose, a.amount, a.begun_by, a.begun_at, a.expires_at,
  a.failed, a.fingerprint

-- name: payment_attempt
select a.attempt, a.dossier, a.provider, a.purpose, a.amount, a.begun_by, a.begun_at, a.expires_at,
  a.failed, a.fingerprint, coalesce(sum(c.amount), 0)::bigint as paid,
  coalesce(bool_and(c.recorded), false) as recorded
from payment_attempts a left join payment_confirmations c on c.attempt = a.attempt
where a.attempt = $1 group by a.attempt

-- name: confirm_payment
-- Of an attempt with that provider; none: there is no row. The first callback of a reference counts.
with new as (
  insert into payment_confirmations (provider, reference, attempt, amount, paid_at, confirmed_at)
  select a.provider, $2, a.attempt, $4, $5, $6 from payment_attempts a
  where a.attempt = $3 and a.provider = $1
  on conflict (provider, reference) do nothing
  returning attempt, amount, recorded
), closed as (
  update payment_attempts a set open = false from new n where a.attempt = n.attempt
)
select k.attempt, k.amount, k.recorded, a.dossier, a.purpose from (
  select n.attempt, n.amount, n.recorded from new n
  union all
  select c.attempt, c.amount, c.recorded from payment_confirmations c
  where c.provider = $1 and c.reference = $2
) k join payment_attempts a on a.attempt = k.attempt
limit 1

-- name: payment_recorded
update payment_confirmations c set recorded = true, excess = $3 where c.provider = $1 and c.reference = $2

-- name: payment_failed
update payment_attempts a set failed = true where a.attempt = $1

-- name: confirmations_of_day
-- Those of the provider $1 that were paid from $2 on and before $3, or that it names in $4.
select c.reference, c.attempt, a.dossier, a.amount as begun, c.amount as paid, c.paid_at,
  c.paid_at > a.expires_at as late, c.recorded, c.excess,
  exists (
    select from payment_confirmations o where o.attempt = c.attempt
    and (o.confirmed_at, o.reference) < (c.confirmed_at, c.reference)
  ) as again
from payment_confirmations c join payment_attempts a on a.attempt = c.attempt
where c.provider = $1
  and (c.paid_at >= $2 and c.paid_at < $3 or c.reference = any($4::text[]))
order by c.reference
