-- name: confirmed_payment
-- What was confirmed of a payment; how much of it was paid back; and the order that is open at $3, if any.
select a.attempt, a.dossier, c.amount,
  coalesce((
    select sum(r.amount) from refund_orders o join refund_confirmations r on r.refund = o.refund
    where o.provider = c.provider and o.payment_reference = c.reference
  ), 0)::bigint as refunded,
  (
    select o.refund from refund_orders o
    where o.provider = c.provider and o.payment_reference = c.reference and o.open and o.expires_at > $3
  ) as open
from payment_confirmations c join payment_attempts a on a.attempt = c.attempt
where c.provider = $1 and c.reference = $2

-- name: order_refund
-- Unless it is there, or another of the same payment is open and has not expired, or more of the payment
-- was paid back since than was known ($11).
with expired as (
  update refund_orders o set open = false
  where o.provider = $2 and o.payment_reference = $3 and o.open and o.expires_at <= $8
  returning o.refund
)
insert into refund_orders (
  refund, provider, payment_reference, amount, reason_code, officer, unit, ordered_at, expires_at, fingerprint
)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 from (select count(*) from expired) as closed
where $11 = coalesce((
  select sum(r.amount) from refund_orders o join refund_confirmations r on r.refund = o.refund
  where o.provider = $2 and o.payment_reference = $3
), 0)
on conflict do nothing returning refund

-- name: refund
select o.refund, o.provider, o.payment_reference, o.amount, o.reason_code, o.officer, o.unit, o.ordered_at,
  o.expires_at, o.fingerprint, a.dossier, o.failed, coalesce(sum(r.amount), 0)::bigint as refunded,
  coalesce(bool_and(r.recorded), false) as recorded
from refund_orders o
join payment_confirmations c on c.provider = o.provider and c.reference = o.payment_reference
join payment_attempts a on a.attempt = c.attempt
left join refund_confirmations r on r.refund = o.refund
where o.refund = $1 group by o.refund, a.dossier

-- name: confirm_refund
-- Of an order to that provider; none: there is no row. The first callback of a reference counts.
with new as (
  insert into refund_confirmations (provider, reference, refund, amount, refunded_at, confirmed_at)
  select o.provider, $2, o.refund, $4, $5, $6 from refund_orders o
  where o.refund = $3 and o.provider = $1
  on conflict (provider, reference) do nothing
  returning refund, amount, recorded
), closed as (
  update refund_orders o set open = false from new n where o.refund = n.refund
)
select n.refund, n.amount, n.recorded from new n
union all
select r.refund, r.amount, r.recorded from refund_confirmations r
where r.provider = $1 and r.reference = $2
limit 1

-- name: refund_recorded
update refund_confirmations r set recorded = true where r.provider = $1 and r.reference = $2

-- name: refund_failed
update refund_orders o set failed = true, open = false where o.refund = $1

-- name: refunds_of_day
-- Those of the provider $1 that were paid back from $2 on and before $3, or that it names in $4; and orders of
-- that time that nobody confirmed.
select r.reference, o.refund, c.attempt, a.dossier, o.amount as ordered, r.amount as refunded,
  r.refunded_at > o.expires_at as late, r.recorded, o.failed,
  exists (
    select from refund_confirmations e where e.refund = r.refund
    and (e.confirmed_at, e.reference) < (r.confirmed_at, r.reference)
  ) as again
from refund_orders o
join payment_confirmations c on c.provider = o.provider and c.reference = o.payment_reference
join payment_attempts a on a.attempt = c.attempt
left join refund_confirmations r on r.refund = o.refund
where o.provider = $1 and (
  r.refunded_at >= $2 and r.refunded_at < $3 or r.reference = any($4::text[])
  or r.reference is null and o.ordered_at >= $2 and o.ordered_at < $3
)
order by r.reference, o.refund
