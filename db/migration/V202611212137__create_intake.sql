-- Signals are hints, stored before they are acknowledged; their bodies are not kept.

create table signal (
    tenant_id   uuid        not null,
    id          uuid        not null,
    source      text        not null check (source in ('webhook', 'automation', 'sweep')),
    delivery_id text,
    issue_id    text        not null,
    received_at timestamptz not null,
    primary key (tenant_id, id)
);
create unique index signal_delivered_once on signal (tenant_id, delivery_id) where delivery_id is not null;
create index signal_by_issue on signal (tenant_id, issue_id, received_at);
select keep_tenants_apart('signal');
grant select, insert, delete on signal to latchkey_app;

create table sweep_cursor (
    tenant_id   uuid        not null,
    id          uuid        not null,
    swept_until timestamptz not null,
    recipes_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('sweep_cursor');
grant select, insert, update on sweep_cursor to latchkey_app;

create table automation_token (
    tenant_id   uuid        not null,
    id          uuid        not null,
    name        text        not null,
    secret_hash bytea       not null,
    created_by  text        not null,
    created_at  timestamptz not null,
    revoked_at  timestamptz,
    primary key (tenant_id, id)
);
select keep_tenants_apart('automation_token');
grant select, insert, update on automation_token to latchkey_app;

-- Tenantless: which tenant a token belongs to, before the tenant is known. Ids and hashes only.
create table automation_token_lookup (
    token_id    uuid  not null,
    tenant_id   uuid  not null,
    secret_hash bytea not null,
    primary key (token_id)
);
grant select, insert, delete on automation_token_lookup to latchkey_app;

create function is_automation_token_valid(tenant uuid, token text) returns boolean
    language sql stable
    as $$ select exists (select from automation_token t where t.tenant_id = tenant and t.id = token::uuid and t.revoked_at is null) $$;
