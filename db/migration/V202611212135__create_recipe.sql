-- Recipes are versioned documents; a request under way keeps the version that was approved.

create table recipe (
    tenant_id       uuid        not null,
    id              uuid        not null,
    revision        integer     not null,
    recipe_key      text        not null,
    current_version integer     not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, recipe_key)
);
select keep_tenants_apart('recipe');
grant select, insert, update, delete on recipe to latchkey_app;

-- document: the exact bytes (RFC 8785) that are hashed; resolved: the ids that saving found for its names.
create table recipe_version (
    tenant_id     uuid        not null,
    id            uuid        not null,
    recipe_id     uuid        not null,
    number        integer     not null,
    document      bytea       not null,
    document_hash bytea       not null,
    resolved      bytea       not null,
    saved_by      text        not null,
    saved_at      timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, recipe_id, number)
);
select keep_tenants_apart('recipe_version');
grant select, insert on recipe_version to latchkey_app;

-- What the current versions answer to: one recipe for a request type, by the database's word too.
create table recipe_match (
    tenant_id    uuid not null,
    id           uuid not null,
    recipe_id    uuid not null,
    service_desk text not null,
    request_type text not null,
    primary key (tenant_id, id),
    unique (tenant_id, service_desk, request_type)
);
select keep_tenants_apart('recipe_match');
grant select, insert, delete on recipe_match to latchkey_app;
