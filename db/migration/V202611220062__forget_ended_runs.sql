-- Plans and outcomes hold names and addresses, and a parked run its temporary password: they go when their time is over.
-- The rows stay, with the hashes that the trail refers to. What is forgotten is empty and cannot be run again.
alter table work_item
    add column kept_days integer not null default 90,
    add column forgotten_at timestamptz,
    add constraint work_item_forgotten_has_ended
        check (forgotten_at is null or (state <> 'waiting' and length(plan) = 0));
create index work_item_to_forget on work_item (tenant_id, ended_at)
    where plan is not null and forgotten_at is null and state <> 'waiting';

grant update on step_outcome to latchkey_app;
