-- A tenant that has left is erased in steps, its secrets after a disclosed time and its other data later; and a site has one tenant at a time.

alter table tenant
    drop constraint tenant_state_check,
    -- erased: its secrets are gone or going, and nothing leads to it any more.
    add constraint tenant_state_check check (state in ('installed', 'uninstalled', 'erased'));

-- What other packages may ask about a tenant inside a statement of theirs; null when there never was one.
create function tenant_state(tenant uuid) returns text
    language sql stable
    as $$ select t.state from tenant t where t.tenant_id = tenant $$;

-- Whether something may be begun for a tenant: after it has left only what ends access, and nothing once it is erased.
create function may_begin(tenant uuid, purpose text) returns boolean
    language sql stable
    as $$
select not exists (
    select from tenant t
    where t.tenant_id = tenant and (t.state = 'erased' or t.state = 'uninstalled' and purpose <> 'expiry'))
$$;

-- Tenantless: which tenants have left, and how far their erasure is. Opaque ids and times only; a row stays for operators.
create table departure (
    tenant_id  uuid        not null,
    left_at    timestamptz not null,
    -- As it was disclosed when the tenant left; an operator may bring it forward.
    keys_until timestamptz not null,
    data_until timestamptz not null,
    stage      text        not null check (stage in ('keys-kept', 'erasing-keys', 'data-kept', 'erasing-data', 'erased')),
    changed_at timestamptz not null,
    primary key (tenant_id)
);
create index departure_by_stage on departure (stage) where stage <> 'erased';
grant select, insert, update, delete on departure to latchkey_app;

-- Tenantless: which tenant has a site, by Atlassian's id of it; kept from its first installation until its erasure begins.
create table active_site (
    cloud_id  text not null,
    tenant_id uuid not null,
    primary key (cloud_id)
);
create index active_site_by_tenant on active_site (tenant_id);
grant select, insert, update, delete on active_site to latchkey_app;

-- Tenantless: installations that another tenant's stands in the way of, and what an operator has decided. Opaque ids and
-- times only; no secret of theirs is kept.
create table held_installation (
    id          uuid        not null,
    door        text        not null check (door in ('connect', 'forge')),
    external_id text        not null,
    cloud_id    text        not null,
    tenant_id   uuid        not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    times       integer     not null,
    decision    text        check (decision in ('accepted', 'refused')),
    decided_at  timestamptz,
    primary key (id),
    unique (door, external_id, cloud_id)
);
create index held_installation_by_tenant on held_installation (tenant_id);
grant select, insert, update, delete on held_installation to latchkey_app;

create index installation_lookup_by_tenant on installation_lookup (tenant_id);

-- Erasing deletes what was only ever added or changed so far.
grant delete on tenant_keyset, tenant_fingerprint_key, okta_signing_key, automation_token, recipe_version,
    request_decision, parked_note, sweep_cursor, sweep_pace to latchkey_app;

-- Sites of tenants that are there already: row level security binds the owner too, so each tenant is set in turn. Of
-- several with one site the newest has it.
create temporary table found_site (cloud_id text, tenant_id uuid, installed_at timestamptz) on commit drop;
do $$
declare
    each_tenant uuid;
begin
    for each_tenant in select distinct tenant_id from installation_lookup loop
        perform set_config('latchkey.tenant_id', each_tenant::text, true);
        insert into found_site
        select i.cloud_id, i.tenant_id, i.installed_at from installation i where i.installed and i.cloud_id <> '';
    end loop;
    perform set_config('latchkey.tenant_id', '', true);
end
$$;
insert into active_site (cloud_id, tenant_id)
select distinct on (cloud_id) cloud_id, tenant_id from found_site order by cloud_id, installed_at desc;

-- A version of a recipe stays as it is, and stays, until the data of its tenant are erased.
create function keep_until_erasure() returns trigger
    language plpgsql
    as $$
begin
    if not exists (select from departure d where d.tenant_id = old.tenant_id and d.stage like 'erasing-%') then
        raise exception 'permission denied: rows of % stay until the data of their tenant are erased', tg_table_name
            using errcode = 'insufficient_privilege';
    end if;
    return old;
end
$$;
create trigger recipe_version_stays before delete on recipe_version for each row execute function keep_until_erasure();
