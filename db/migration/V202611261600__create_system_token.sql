-- Through Forge the app calls a site with a token that each of Forge's calls brings: the newest is kept, sealed, for work that goes on while nobody calls.

create table system_token (
    tenant_id     uuid        not null,
    -- The installation's.
    id            uuid        not null,
    -- Null once the app is removed; its version stays: a later one must be sealed for another place.
    token         bytea,
    token_key_id  uuid,
    token_version integer     not null,
    received_at   timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('system_token');
grant select, insert, update, delete on system_token to latchkey_app;
