-- The reminder of an end is in the language and the time zone of the recipe that gave the access.

alter table access_grant
    add column told_in   text not null default 'en',
    add column told_zone text not null default 'UTC';
