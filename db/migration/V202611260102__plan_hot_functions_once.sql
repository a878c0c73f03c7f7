-- A function in SQL is planned anew in each statement that calls it, unless the planner can put its body in its place: that
-- took as long as what an acknowledged signal stores. Nothing that these functions say changes.

-- Text joined with another type is not immutable, so these could not be put in place; casts are.
create or replace function slot_lock(tenant uuid, slot integer) returns bigint
    language sql immutable
    as $$ select hashtextextended('work:' || tenant::text || '/' || slot::text, 0) $$;

create or replace function mark_lock(tenant uuid, marked uuid) returns bigint
    language sql immutable
    as $$ select hashtextextended('audit:' || tenant::text || '/' || marked::text, 0) $$;

-- A body that looks into a table is never put in place; in PL/pgSQL it is planned once for each connection.
create or replace function is_installed(tenant uuid) returns boolean
    language plpgsql stable
    as $$
begin
    return exists (select from installation i where i.tenant_id = tenant and i.installed);
end
$$;

create or replace function is_installed_as(tenant uuid, external text) returns boolean
    language plpgsql stable
    as $$
begin
    return exists (select from installation i
                   where i.tenant_id = tenant and i.external_id = external and i.installed);
end
$$;

create or replace function is_app_account(tenant uuid, account text) returns boolean
    language plpgsql stable
    as $$
begin
    return exists (select from installation i where i.tenant_id = tenant and i.app_account_id = account);
end
$$;
