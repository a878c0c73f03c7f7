-- Which Okta account somebody who approves in Jira has is an administrator's word, never guessed from an address: whoever
-- may change an address could else become somebody.
create table approver_account (
    tenant_id     uuid        not null,
    id            uuid        not null,
    connection_id uuid        not null,
    account_id    text        not null,
    okta_user_id  text        not null,
    entered_by    text        not null,
    entered_at    timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, connection_id, account_id)
);
select keep_tenants_apart('approver_account');
grant select, insert, update, delete on approver_account to latchkey_app;
