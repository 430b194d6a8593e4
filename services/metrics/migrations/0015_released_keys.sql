-- What members' figures are found by: three keys each, hashes made by the service. With them the newest figure
-- that answers a question is one look into an index, however many a member published.
create table released_keys (
  member text not null,
  key bytea not null, -- of a question, of a question and a text, or of both and a cut-off
  sequence bigint not null,
  primary key (member, key, sequence)
);

grant select, insert on released_keys to :role;
