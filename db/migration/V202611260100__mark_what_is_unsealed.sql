-- The sealer's to-do had a row for each event, deleted a moment later. A mark stands for all events of a tenant from one on, and most transactions find one that they can rely on instead of writing their own.

-- Tenantless: from which event on a tenant's trail may hold some that are not sealed. Opaque ids only.
create table audit_unsealed_since (
    tenant_id uuid not null,
    event_id  uuid not null,
    primary key (tenant_id, event_id)
);
grant select, insert, delete on audit_unsealed_since to latchkey_app;

-- The lock of a mark: shared by the transactions that rely on it, until they end; exclusive for a sealer that takes it away.
create function mark_lock(tenant uuid, marked uuid) returns bigint
    language sql immutable
    as $$ select hashtextextended('audit:' || tenant || '/' || marked, 0) $$;

-- To be called in the transaction that records these events: sees to it that the sealer looks for them, and never waits.
-- A mark of another transaction will do when it is committed, is not later than the first of the events nor before the
-- oldest that may be relied on, and cannot be taken away before this transaction ends.
create function mark_unsealed(tenant uuid, events uuid[], oldest uuid) returns void
    language plpgsql
    as $$
declare
    first_event uuid;
    relied_on   uuid;
begin
    select event into first_event from unnest(events) as event order by event limit 1;
    select event_id into relied_on from audit_unsealed_since
    where tenant_id = tenant and event_id between oldest and first_event order by event_id desc limit 1;
    if found and pg_try_advisory_xact_lock_shared(mark_lock(tenant, relied_on)) then
        -- Looked at again under the lock: it may have been taken away in between.
        perform from audit_unsealed_since where tenant_id = tenant and event_id = relied_on;
        if found then
            return;
        end if;
    end if;
    insert into audit_unsealed_since (tenant_id, event_id) values (tenant, first_event);
end
$$;

-- What nodes of the version before still put into the old to-do becomes a mark, and so does what waits there now: a
-- sealer of that version deletes from its to-do without asking who relies on it, so it is given nothing more to do.
-- The table goes with a later version, when none of those nodes runs any more.
create function mark_instead() returns trigger
    language plpgsql
    as $$
begin
    insert into audit_unsealed_since (tenant_id, event_id) values (new.tenant_id, new.event_id);
    return null;
end
$$;
create trigger audit_unsealed_is_marked before insert on audit_unsealed for each row execute function mark_instead();
insert into audit_unsealed_since (tenant_id, event_id)
select distinct on (tenant_id) tenant_id, event_id from audit_unsealed order by tenant_id, event_id;
delete from audit_unsealed;
