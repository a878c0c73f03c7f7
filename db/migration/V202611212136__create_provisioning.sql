-- What was decided about a request, on what input, and which work followed.

create table request_decision (
    tenant_id         uuid        not null,
    id                uuid        not null,
    issue_id          text        not null,
    issue_key         text        not null,
    recipe_id         uuid,
    recipe_version    integer,
    outcome           text        not null check (outcome in ('admitted', 'held', 'refused')),
    reason_code       text        not null,
    reason            text        not null,
    content_hash      bytea       not null,
    work_id           uuid        not null,
    -- Sealed, and erased when its time is over; what it decided stays.
    input             bytea,
    input_key_id      uuid,
    input_version     integer,
    input_kept_until  timestamptz not null,
    decided_at        timestamptz not null,
    primary key (tenant_id, id)
);
-- One admission per Jira issue, by its numeric id: keys change when an issue moves.
create unique index request_admitted_once on request_decision (tenant_id, issue_id) where outcome = 'admitted';
-- One note per request, reason and content.
create unique index request_noted_once on request_decision (tenant_id, issue_id, reason_code, content_hash) where outcome <> 'admitted';
create index request_decision_by_issue on request_decision (tenant_id, issue_id, decided_at);
create index request_decision_by_work on request_decision (tenant_id, work_id);
select keep_tenants_apart('request_decision');
grant select, insert, update on request_decision to latchkey_app;
