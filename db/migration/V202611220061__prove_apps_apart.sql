-- An app in Okta proves whose an account is by its client id, so each app belongs to one connection of one tenant.
create unique index okta_connection_by_app on okta_connection (tenant_id, org_url, client_id);

-- Tenantless: which tenant uses an app of an org, for no other to use it. A hash and an opaque id only.
create table okta_app_lookup (
    app_hash  bytea not null,
    tenant_id uuid  not null,
    primary key (app_hash)
);
grant select, insert, delete on okta_app_lookup to latchkey_app;
