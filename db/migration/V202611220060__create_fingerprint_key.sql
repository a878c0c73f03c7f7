-- Whoever holds an unkeyed hash of a name can confirm the name: what is compared by hash is hashed under a key of its tenant.
-- One key for as long as the tenant lives: the id is the tenant's own. Rotating tenant_keyset does not touch it.
create table tenant_fingerprint_key (
    tenant_id   uuid        not null,
    id          uuid        not null check (id = tenant_id),
    wrapped     bytea       not null,
    created_at  timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('tenant_fingerprint_key');
grant select, insert on tenant_fingerprint_key to latchkey_app;
