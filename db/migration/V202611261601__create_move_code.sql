-- A site that comes through its other door takes its tenant over with a code that an administrator copies from the first one's page.

create table move_code (
    tenant_id   uuid        not null,
    -- The tenant's own id: it has one code at a time.
    id          uuid        not null check (id = tenant_id),
    -- SHA-256 of the code; null when none was asked for, and once it was used.
    code_hash   bytea,
    -- Atlassian's id of the site for which it was asked.
    cloud_id    text,
    expires_at  timestamptz,
    -- Wrong codes that were entered since then.
    wrong       integer     not null default 0,
    wrong_since timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('move_code');
grant select, insert, update, delete on move_code to latchkey_app;
