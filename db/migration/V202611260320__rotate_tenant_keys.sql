-- Keysets are wrapped anew under a new master key, and replaced by new ones, while nodes run: every node finds what is left to do.

-- Which master key wraps it; null where that was not kept yet.
alter table tenant_keyset add column master_key_id text;
alter table tenant_fingerprint_key add column master_key_id text;
grant update (wrapped, master_key_id), delete on tenant_keyset to latchkey_app;
grant update (wrapped, master_key_id) on tenant_fingerprint_key to latchkey_app;

-- What is sealed is sealed anew in place; the value stays what it was.
grant update (value, value_key_id) on audit_personal to latchkey_app;

-- Tenantless: under which master key the keysets of all tenants are. Opaque ids only.
create table keyset_lookup (
    kind          text not null check (kind in ('tenant_keyset', 'tenant_fingerprint_key')),
    keyset_id     uuid not null,
    tenant_id     uuid not null,
    master_key_id text,
    primary key (kind, keyset_id)
);
create index keyset_lookup_by_master_key on keyset_lookup (master_key_id);
grant select, insert, update, delete on keyset_lookup to latchkey_app;

create function note_keyset() returns trigger
    language plpgsql
    as $$
begin
    if tg_op = 'DELETE' then
        delete from keyset_lookup where kind = tg_table_name and keyset_id = old.id;
        return old;
    end if;
    insert into keyset_lookup (kind, keyset_id, tenant_id, master_key_id)
    values (tg_table_name, new.id, new.tenant_id, new.master_key_id)
    on conflict (kind, keyset_id) do update set master_key_id = excluded.master_key_id;
    return new;
end
$$;
create trigger tenant_keyset_is_noted after insert or update or delete on tenant_keyset
    for each row execute function note_keyset();
create trigger tenant_fingerprint_key_is_noted after insert or update or delete on tenant_fingerprint_key
    for each row execute function note_keyset();

do $$
declare
    known uuid;
begin
    for known in select distinct tenant_id from installation_lookup loop
        perform set_config('latchkey.tenant_id', known::text, true);
        insert into keyset_lookup (kind, keyset_id, tenant_id)
            select 'tenant_keyset', id, tenant_id from tenant_keyset
            union all select 'tenant_fingerprint_key', id, tenant_id from tenant_fingerprint_key;
    end loop;
    perform set_config('latchkey.tenant_id', '', true);
end
$$;

-- Tenantless: how far each tenant's rows are sealed under its newest keyset. Opaque ids, names of columns and counters only.
create table key_rotation (
    tenant_id       uuid        not null,
    keyset_id       uuid        not null,
    started_at      timestamptz not null,
    -- The next batch is due then.
    due_at          timestamptz not null,
    -- A pass goes through all sealed columns; this is where it stands: table.column, and the last row.
    pass_started_at timestamptz not null,
    place           text        not null default '',
    last_row        uuid,
    found_in_pass   bigint      not null default 0,
    unreadable      bigint      not null default 0,
    -- When a row under an older keyset was last found.
    last_found_at   timestamptz not null,
    resealed        bigint      not null default 0,
    finished_at     timestamptz,
    primary key (tenant_id)
);
create index key_rotation_due on key_rotation (due_at) where finished_at is null;
grant select, insert, update, delete on key_rotation to latchkey_app;
