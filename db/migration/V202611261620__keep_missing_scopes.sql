-- What a site has not granted the app stops work out of sight, so it is kept beside the door where an administrator can be told; and what waits for a token is counted for them without reading all that waits.

alter table installation
    -- By Atlassian's names, with a space between, as OAuth writes scopes (RFC 6749, section 3.3); none when nothing is missing.
    add column missing_scopes text,
    add column scopes_missing_since timestamptz,
    add constraint installation_missing_since check ((missing_scopes is null) = (scopes_missing_since is null));

create index work_item_without_token on work_item (tenant_id)
    where state = 'waiting' and reason_code = 'tenant.no-system-token';
