-- An empty list of administrator roles counts only after Okta has shown us our own. When it did is kept here, so that a
-- node that has just started need not ask for it in the middle of a request. The id is the connection's.
create table okta_role_sighting (
    tenant_id uuid        not null,
    id        uuid        not null,
    -- Whose roles were seen: a connection's client id can be changed.
    client_id text        not null,
    seen_at   timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('okta_role_sighting');
grant select, insert, update, delete on okta_role_sighting to latchkey_app;
