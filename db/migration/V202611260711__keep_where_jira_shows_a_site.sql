-- Where people see a site may go into a header, so only what Jira itself says of it counts; an installation's body is not signed.

alter table installation
    -- Null until Jira was asked.
    add column shown_url text,
    add column shown_help_center_url text;

comment on column installation.display_url is 'what a body said; written by nodes of the version before, read by none';
comment on column installation.help_center_url is 'what a body said; written by nodes of the version before, read by none';
