-- What members' figures are found by: four keys each, hashes made by the service. With them the newest figure
-- that answers a question is one look into an index, however many a member published.
create table released_keys (
  member text not null,
  key bytea not null, -- of a question, of a question and a text, of both and a cut-off, or of a figure
  sequence bigint not null,
  figure bytea not null, -- the last of the four
  primary key (member, key, sequence) include (figure)
);

grant select, insert on released_keys to :role;
