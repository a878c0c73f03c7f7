-- Row level security and leases need three functions before the first table: whose rows, what time it is, and how a table is protected.

-- The tenant of the transaction, or null, which equals nothing.
create function current_tenant() returns uuid
    language sql stable
    as $$ select nullif(current_setting('latchkey.tenant_id', true), '')::uuid $$;

-- The clock of leases. Only the database of a simulation replaces it.
create function lease_now() returns timestamptz
    language sql volatile
    as $$ select clock_timestamp() $$;

-- Every tenant table calls this once: its rows are visible to their tenant only, for the owner too.
create function keep_tenants_apart(protected regclass) returns void
    language plpgsql
    as $$
begin
    execute format('alter table %s enable row level security', protected);
    execute format('alter table %s force row level security', protected);
    execute format('create policy tenants_apart on %s using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', protected);
end
$$;

-- Evidence is added, never changed: refuses the statement for everybody, the owner included.
create function refuse_change() returns trigger
    language plpgsql
    as $$
begin
    raise exception 'rows of % are evidence and are never changed', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

grant usage on schema public to latchkey_app;
