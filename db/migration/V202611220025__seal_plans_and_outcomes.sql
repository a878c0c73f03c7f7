-- Plans and outcomes hold names and addresses, so they are kept sealed. No version that stored them readable was
-- released: a database that holds such rows refuses this step. plan_hash stays the hash of the plan's own bytes.
alter table work_item
    add column plan_key_id uuid,
    add column plan_version integer,
    add constraint work_item_plan_is_sealed
        check ((plan is null) = (plan_key_id is null) and (plan is null) = (plan_version is null));

alter table step_outcome
    add column outcome_key_id uuid not null,
    add column outcome_version integer not null;
