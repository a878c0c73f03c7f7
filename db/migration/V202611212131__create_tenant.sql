-- Who installed us: a tenant of our own, the doors that lead to it, and the keys of its secrets.

create table tenant (
    tenant_id   uuid        not null,
    id          uuid        not null check (id = tenant_id),
    state       text        not null check (state in ('installed', 'uninstalled')),
    created_at  timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('tenant');
grant select, insert, update on tenant to latchkey_app;

create table tenant_keyset (
    tenant_id   uuid        not null,
    id          uuid        not null,
    wrapped     bytea       not null,
    created_at  timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('tenant_keyset');
grant select, insert on tenant_keyset to latchkey_app;

create table installation (
    tenant_id             uuid        not null,
    id                    uuid        not null,
    revision              integer     not null,
    door                  text        not null check (door in ('connect', 'forge')),
    external_id           text        not null,
    installed             boolean     not null,
    enabled               boolean     not null,
    base_url              text        not null,
    display_url           text,
    help_center_url       text,
    cloud_id              text,
    product_type          text,
    app_account_id        text,
    shared_secret         bytea,
    shared_secret_key_id  uuid,
    shared_secret_version integer,
    installed_at          timestamptz not null,
    updated_at            timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, door, external_id)
);
select keep_tenants_apart('installation');
grant select, insert, update, delete on installation to latchkey_app;

-- Tenantless: which tenant a door's caller belongs to, before the tenant is known. Opaque ids only.
create table installation_lookup (
    door        text not null,
    external_id text not null,
    tenant_id   uuid not null,
    primary key (door, external_id)
);
grant select, insert, update, delete on installation_lookup to latchkey_app;

-- What other packages may ask about an installation inside a statement of theirs.
create function is_installed(tenant uuid) returns boolean
    language sql stable
    as $$ select exists (select from installation i where i.tenant_id = tenant and i.installed) $$;

create function is_installed_as(tenant uuid, external text) returns boolean
    language sql stable
    as $$ select exists (select from installation i where i.tenant_id = tenant and i.external_id = external and i.installed) $$;

create function is_app_account(tenant uuid, account text) returns boolean
    language sql stable
    as $$ select exists (select from installation i where i.tenant_id = tenant and i.app_account_id = account) $$;
