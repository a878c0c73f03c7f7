-- A slot that is runnable already is left alone: "on conflict do update" locks the row even when it changes nothing, so that all signals of a tenant waited for each other's commits.
create or replace function wake_slot(tenant uuid, woken_slot integer, due timestamptz) returns void
    language plpgsql
    as $$
begin
    perform pg_advisory_xact_lock_shared(slot_lock(tenant, woken_slot));
    -- What is seen under the lock stays until this transaction has ended: a slot goes idle, or is put off because nothing is
    -- due, only under the exclusive one.
    perform from scheduled_tasks
    where task_name = 'work' and task_instance = tenant || '/' || woken_slot and (picked or execution_time <= due);
    if found then
        return;
    end if;
    insert into scheduled_tasks as task (task_name, task_instance, execution_time, picked, version)
    values ('work', tenant || '/' || woken_slot, due, false, 1)
    on conflict (task_name, task_instance) do update set execution_time = excluded.execution_time
    where task.execution_time > excluded.execution_time and not task.picked;
end
$$;
