-- Access that ends has a beginning, an end, a reason and a ticket; who gave a membership decides who may take it away.

create table access_grant (
    tenant_id      uuid        not null,
    id             uuid        not null,
    connection_id  uuid        not null,
    -- Where the ids below mean something, and by which name Okta's System Log knows us: a connection can be changed.
    org_url        text        not null,
    client_id      text        not null,
    okta_user_id   text        not null,
    group_id       text        not null,
    issue_id       text        not null,
    run_id         uuid        not null,
    -- The step that gives it; what it had found out stands here before it sends anything.
    step_id        uuid        not null,
    reason         bytea,
    reason_key_id  uuid,
    reason_version integer,
    state          text        not null
        check (state in ('giving', 'active', 'ending', 'held', 'superseded', 'ended')),
    -- ours: our app put the account in; before: it was a member already; unread: nobody has looked yet.
    provenance     text        not null check (provenance in ('unread', 'ours', 'before')),
    -- Since when the System Log has to show it as ours.
    ours_since     timestamptz not null,
    begins_at      timestamptz not null,
    -- When the step that gives it had read back; null until then.
    confirmed_at   timestamptz,
    ends_at        timestamptz not null,
    -- When something is to be done about it next; null when nothing is.
    due_at         timestamptz,
    -- When the ticket is reminded of the end; null when it was, or is not to be.
    remind_at      timestamptz,
    ending_run     uuid,
    removed_at     timestamptz,
    ended_at       timestamptz,
    why            text,
    changed_at     timestamptz not null,
    primary key (tenant_id, id),
    check ((reason is null) = (reason_key_id is null) and (reason is null) = (reason_version is null)),
    check ((state in ('superseded', 'ended')) = (ended_at is not null))
);
-- The timer asks both for their first entry, once a minute.
create index access_grant_due on access_grant (tenant_id, due_at) where due_at is not null;
create index access_grant_to_remind on access_grant (tenant_id, remind_at) where remind_at is not null;
create index access_grant_by_membership on access_grant (tenant_id, okta_user_id, group_id);
create index access_grant_by_issue on access_grant (tenant_id, issue_id);
create index access_grant_by_step on access_grant (tenant_id, step_id);
create index access_grant_ending on access_grant (tenant_id, ending_run) where state = 'ending';
create index access_grant_by_ending_run on access_grant (tenant_id, ending_run) where ending_run is not null;
select keep_tenants_apart('access_grant');
grant select, insert, update, delete on access_grant to latchkey_app;

-- One at a time decides in a tenant what overlaps what, until its transaction ends.
create function grants_lock(tenant uuid) returns bigint
    language sql immutable
    as $$ select hashtextextended('grants:' || tenant::text, 0) $$;
