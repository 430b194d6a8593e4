-- A text is written with the fact that discloses it. Those that 0.1.0 wrote before a fact which never came, since
-- it ended in between or the fact was refused, were shown to nobody, and no erasure found them for sure. A process
-- of before may be about to disclose one that it wrote a moment ago.
delete from publications t
where t.written_at < clock_timestamp() - interval '1 hour' and not exists (
  select from events e
  where e.stream = 'petitions/' || t.petition
    and position(convert_to('publications/' || t.publication, 'UTF8') in e.payload) > 0
);
