-- A run can be stopped by a person, be tried again from where it was parked, and wait for a node that knows its steps.
alter table work_item
    drop constraint work_item_state_check,
    add constraint work_item_state_check check (state in ('waiting', 'done', 'parked', 'stopped')),
    -- A look has seen that nobody wants the run any more: it is asked about before its next effect, however new it is.
    add column doubted boolean not null default false,
    -- Since when no node that took it knew what to do with it.
    add column unknown_since timestamptz;
