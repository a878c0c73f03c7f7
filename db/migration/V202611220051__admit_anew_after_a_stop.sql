-- A request that was stopped is admitted again when it is approved again: the admission that was stopped no longer counts, and its approvals are spent.
alter table request_decision
    add column approval_ids text[] not null default '{}',
    add column stopped_at timestamptz;
drop index request_admitted_once;
create unique index request_admitted_once on request_decision (tenant_id, issue_id)
    where outcome = 'admitted' and stopped_at is null;

-- What stood on the ticket when a run was parked: one note per request, reason and content, however often it is retried.
create table parked_note (
    tenant_id    uuid        not null,
    id           uuid        not null,
    issue_id     text        not null,
    reason_code  text        not null,
    content_hash bytea       not null,
    written_at   timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, issue_id, reason_code, content_hash)
);
select keep_tenants_apart('parked_note');
grant select, insert on parked_note to latchkey_app;
