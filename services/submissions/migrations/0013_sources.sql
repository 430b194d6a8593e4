-- The sources of other systems' records: with a key, each names the dossier or petition of a record.
create table sources (
  source text primary key
);

insert into sources (source)
select substr(e.stream, length('sources/') + 1) from events e
where e.type = 'motcua.submissions.v1.SourceBound'
  and e.position <= (select c.position from checkpoints c where c.projection = 'submissions');

grant select, insert, delete on sources to :role;
