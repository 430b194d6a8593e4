-- Who let a projection pass an event, and by which request, so that a repeated one gets the same answer.
alter table parked add column parked_by text not null default '';
alter table parked add column request_id uuid unique;
