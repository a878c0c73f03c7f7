-- Whose Atlassian accounts are kept is reported to Atlassian, which answers whose were closed; what is kept of those is erased.

create table reported_account (
    tenant_id    uuid        not null,
    id           uuid        not null,
    account_id   text        not null,
    held_since   timestamptz not null,
    -- When what is kept was read last, as Atlassian is told.
    retrieved_at timestamptz not null,
    due_at       timestamptz not null,
    reported_at  timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, account_id)
);
create index reported_account_due on reported_account (tenant_id, due_at);
select keep_tenants_apart('reported_account');
grant select, insert, update, delete on reported_account to latchkey_app;

-- The accounts that a decision's sealed input names; null until somebody has read it for them.
alter table request_decision add column account_ids text[];
create index request_decision_to_read on request_decision (tenant_id, id) where input is not null and account_ids is null;

grant update (saved_by) on recipe_version to latchkey_app;
