-- Okta connections are entities of their own: a site may have two orgs, an org may serve two sites.

create table okta_connection (
    tenant_id  uuid        not null,
    id         uuid        not null,
    revision   integer     not null,
    name       text        not null,
    org_url    text        not null,
    client_id  text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);
select keep_tenants_apart('okta_connection');
grant select, insert, update, delete on okta_connection to latchkey_app;

create table okta_allowed_group (
    tenant_id     uuid    not null,
    id            uuid    not null,
    connection_id uuid    not null,
    group_id      text    not null,
    group_name    text    not null,
    primary key (tenant_id, id),
    unique (tenant_id, connection_id, group_id)
);
select keep_tenants_apart('okta_allowed_group');
grant select, insert, update, delete on okta_allowed_group to latchkey_app;

-- The id is the key id (kid) that Okta sees.
create table okta_signing_key (
    tenant_id           uuid        not null,
    id                  uuid        not null,
    public_jwk          text        not null,
    private_key         bytea       not null,
    private_key_key_id  uuid        not null,
    private_key_version integer     not null,
    created_at          timestamptz not null,
    -- A key is published before it signs, so that a rotation overlaps.
    signs_from          timestamptz not null,
    retired_at          timestamptz,
    primary key (tenant_id, id)
);
select keep_tenants_apart('okta_signing_key');
grant select, insert, update on okta_signing_key to latchkey_app;
