-- A vendor's support asks for the ids of the requests that made a step, and people ask how often it was tried.
alter table step_outcome
    add column attempts integer not null default 1 check (attempts > 0),
    add column remote_request_ids text[] not null default '{}' check (cardinality(remote_request_ids) <= 5);
