-- How the last test of a connection ended, for the overview; of the app that the connection had then.
create table okta_connection_test (
    tenant_id uuid        not null,
    id        uuid        not null,
    client_id text        not null,
    tested_at timestamptz not null,
    -- What stood in the way first; null when nothing did.
    problem   text,
    primary key (tenant_id, id)
);
select keep_tenants_apart('okta_connection_test');
grant select, insert, update, delete on okta_connection_test to latchkey_app;
