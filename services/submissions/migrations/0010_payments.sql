-- Attempts to pay through a provider, and what its callbacks confirmed. The payments themselves are
-- facts of the dossiers; these rows say how they came about, and what is to be reconciled.
create table payment_attempts (
  attempt uuid primary key,
  dossier text not null,
  provider text not null,
  purpose smallint not null,
  amount bigint not null, -- in đồng
  begun_by text[] not null, -- everybody who was answered with it
  begun_at timestamptz not null,
  expires_at timestamptz not null,
  failed boolean not null default false, -- the last callback said so
  fingerprint bytea not null, -- of the first beginning
  open boolean not null default true -- not paid yet, nor replaced once it had expired
);
-- Whoever begins the same again pays the same attempt, and so nothing twice.
create unique index payment_attempts_open on payment_attempts (dossier, provider, purpose, amount) where open;

create table payment_confirmations (
  provider text not null,
  reference text not null, -- the provider's name for the payment
  attempt uuid not null references payment_attempts (attempt),
  amount bigint not null, -- that was paid, in đồng
  paid_at timestamptz not null, -- by the provider's clock
  confirmed_at timestamptz not null,
  recorded boolean not null default false, -- the dossier has it
  excess bigint not null default 0, -- how much of it was not owed when the dossier got it
  primary key (provider, reference)
);
create index payment_confirmations_by_day on payment_confirmations (provider, paid_at);
create index payment_confirmations_of_attempt on payment_confirmations (attempt);

-- Orders to pay a payment back, or a part of it, and what the provider's callbacks confirmed of them.
create table refund_orders (
  refund uuid primary key,
  provider text not null,
  payment_reference text not null, -- the provider's name for the payment
  amount bigint not null, -- in đồng
  reason_code text not null,
  officer text not null,
  unit text not null,
  ordered_at timestamptz not null,
  expires_at timestamptz not null,
  failed boolean not null default false, -- the last callback said so
  fingerprint bytea not null, -- of the command
  open boolean not null default true, -- neither answered, nor replaced once it had expired
  foreign key (provider, payment_reference) references payment_confirmations
);
-- One at a time, so that nothing is paid back twice because two ordered it.
create unique index refund_orders_open on refund_orders (provider, payment_reference) where open;
create index refund_orders_by_day on refund_orders (provider, ordered_at);

create table refund_confirmations (
  provider text not null,
  reference text not null, -- the provider's name for the refund
  refund uuid not null references refund_orders (refund),
  amount bigint not null, -- that was paid back, in đồng
  refunded_at timestamptz not null, -- by the provider's clock
  confirmed_at timestamptz not null,
  recorded boolean not null default false, -- the dossier has it
  primary key (provider, reference)
);
create index refund_confirmations_by_day on refund_confirmations (provider, refunded_at);
create index refund_confirmations_of_order on refund_confirmations (refund);

grant select, insert, update on refund_orders, refund_confirmations to :role;
grant select, insert, update on payment_attempts, payment_confirmations to :role;
