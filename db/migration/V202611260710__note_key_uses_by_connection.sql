-- Whether an older signing key is still needed is asked for each connection: each has an app of its own in Okta, which may
-- have learned of the newer key or not.

create table okta_key_use (
    tenant_id     uuid        not null,
    id            uuid        not null,
    connection_id uuid        not null,
    key_id        uuid        not null,
    -- Whose token it was: a connection's client id can be changed, and another app knows other keys.
    client_id     text        not null,
    used_at       timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, connection_id, key_id)
);
select keep_tenants_apart('okta_key_use');
grant select, insert, update, delete on okta_key_use to latchkey_app;

-- What was noted for a key alone says nothing of a connection; each connection that is in use tells anew within an hour.
comment on column okta_signing_key.last_used_at is 'written by nodes of the version before, read by none since okta_key_use';
