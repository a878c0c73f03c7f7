-- A person may say that a run shall stop before its next effect; whoever works on it hears so when it records a step.
alter table work_item
    add column stop_code   text,
    add column stop_reason text,
    add constraint work_item_stop_is_whole check ((stop_code is null) = (stop_reason is null));
