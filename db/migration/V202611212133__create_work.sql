-- The ledger of durable work: what waits, what was intended, what came of it. It knows no Jira and no Okta.

create table work_item (
    tenant_id   uuid        not null,
    id          uuid        not null,
    kind        text        not null,
    subject     text        not null,
    slot        integer     not null,
    state       text        not null check (state in ('waiting', 'done', 'parked')),
    due_at      timestamptz not null,
    wanted      integer     not null,
    fence       bigint      not null,
    attempts    integer     not null,
    lease_until timestamptz,
    plan        bytea,
    plan_hash   bytea,
    reason_code text,
    reason      text,
    created_at  timestamptz not null,
    ended_at    timestamptz,
    primary key (tenant_id, id)
);
-- A look is asked for once per subject, however many hints there are; runs carry a plan.
create unique index work_item_looked_at_once on work_item (tenant_id, kind, subject) where plan is null;
create index work_item_waiting on work_item (tenant_id, slot, due_at) where state = 'waiting';
select keep_tenants_apart('work_item');
grant select, insert, update, delete on work_item to latchkey_app;

create table step_intent (
    tenant_id      uuid        not null,
    id             uuid        not null,
    work_id        uuid        not null,
    ordinal        integer     not null,
    fence          bigint      not null,
    intent         bytea       not null,
    claim          text,
    secret         bytea,
    secret_key_id  uuid,
    secret_version integer,
    intended_at    timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, work_id, ordinal)
);
-- Who else set out to make the same thing: one of them must not adopt what the other made.
create index step_intent_by_claim on step_intent (tenant_id, claim) where claim is not null;
select keep_tenants_apart('step_intent');
grant select, insert, update, delete on step_intent to latchkey_app;

create table step_outcome (
    tenant_id   uuid        not null,
    id          uuid        not null,
    work_id     uuid        not null,
    ordinal     integer     not null,
    fence       bigint      not null,
    outcome     bytea       not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, work_id, ordinal)
);
select keep_tenants_apart('step_outcome');
grant select, insert, delete on step_outcome to latchkey_app;

-- Tenantless: db-scheduler's own table. Instances are "tenant id/slot" or a tenant id; no payload is stored.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
grant select, insert, update, delete on scheduled_tasks to latchkey_app;

-- The lock under which a slot is woken (shared) or goes idle (exclusive).
create function slot_lock(tenant uuid, slot integer) returns bigint
    language sql immutable
    as $$ select hashtextextended('work:' || tenant || '/' || slot, 0) $$;

-- Makes a slot of a tenant runnable at a time, or earlier than it was. The shared lock meets the exclusive one that a
-- worker takes before it lets the slot go idle, so that nothing stored in between is forgotten.
create function wake_slot(tenant uuid, woken_slot integer, due timestamptz) returns void
    language plpgsql
    as $$
begin
    perform pg_advisory_xact_lock_shared(slot_lock(tenant, woken_slot));
    insert into scheduled_tasks as task (task_name, task_instance, execution_time, picked, version)
    values ('work', tenant || '/' || woken_slot, due, false, 1)
    on conflict (task_name, task_instance) do update set execution_time = excluded.execution_time
    where task.execution_time > excluded.execution_time and not task.picked;
end
$$;

-- Which of a tenant's slots a subject belongs to; everything about one subject runs in one slot, one after the other.
create function slot_of(subject text, slots integer) returns integer
    language sql immutable
    as $$ select mod(hashtextextended(subject, 0) & 2147483647, slots)::integer $$;

-- Stores that something shall be looked at, once per subject, however often it is asked; and wakes its slot.
create function enqueue_look(tenant uuid, item uuid, kind_of_look text, looked_at text, slots integer, due timestamptz)
    returns integer
    language plpgsql
    as $$
declare
    chosen integer := slot_of(looked_at, slots);
begin
    perform pg_advisory_xact_lock_shared(slot_lock(tenant, chosen));
    insert into work_item as item_row
        (tenant_id, id, kind, subject, slot, state, due_at, wanted, fence, attempts, created_at)
    values (tenant, item, kind_of_look, looked_at, chosen, 'waiting', due, 1, 0, 0, due)
    on conflict (tenant_id, kind, subject) where plan is null do update
    set wanted = item_row.wanted + 1,
        state  = 'waiting',
        attempts = case when item_row.state = 'waiting' then item_row.attempts else 0 end,
        due_at = case when item_row.state = 'waiting' and item_row.attempts > 0 then item_row.due_at
                      else least(item_row.due_at, excluded.due_at) end;
    perform wake_slot(tenant, chosen, due);
    return chosen;
end
$$;
