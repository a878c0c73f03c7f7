-- How often a site is searched follows what its signals have proven, and survives a restart.
create table sweep_pace (
    tenant_id  uuid        not null,
    id         uuid        not null,
    every_ms   bigint      not null check (every_ms > 0),
    changed_at timestamptz not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('sweep_pace');
grant select, insert, update on sweep_pace to latchkey_app;
