-- Waiting for what shows late counts from the first attempt that can have sent something, and a look that was hinted at
-- anew has not been unknown for long.

-- Since when something may have been sent for the step that is intended; null when that is since the intent.
alter table work_item add column tried_since timestamptz;

create or replace function enqueue_look(
        tenant uuid, item uuid, kind_of_look text, looked_at text, slots integer, due timestamptz)
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
        unknown_since = case when item_row.state = 'waiting' then item_row.unknown_since end,
        created_at = case when item_row.state = 'waiting' then item_row.created_at else excluded.created_at end,
        ended_at = null,
        due_at = case when item_row.state = 'waiting' and item_row.attempts > 0 then item_row.due_at
                      else least(item_row.due_at, excluded.due_at) end;
    perform wake_slot(tenant, chosen, due);
    return chosen;
end
$$;
