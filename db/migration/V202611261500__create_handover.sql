-- A credential is handed over once: what of it is known stays, the credential itself is in a table from which it is taken.

create table handover (
    tenant_id     uuid        not null,
    -- The step that offered it.
    id            uuid        not null,
    issue_id      text        not null,
    run_id        uuid        not null,
    kind          text        not null check (kind in ('activationLink', 'password')),
    -- What makes another one when its answer was lost.
    renewal       text        not null check (renewal in ('ACTIVATION', 'RESET', 'TEMPORARY_PASSWORD')),
    connection    text        not null,
    okta_user_id  text        not null,
    -- The Atlassian account that it is for, as the approved plan says.
    recipient     text        not null,
    state         text        not null check (state in ('ready', 'revealed', 'expired', 'withdrawn')),
    -- When the credential of now was made: what happened to the account since tells whether it was used.
    made_at       timestamptz not null,
    offered_at    timestamptz not null,
    expires_at    timestamptz not null,
    valid_seconds bigint      not null check (valid_seconds > 0),
    -- When it was taken, was not any more, or was not to be.
    closed_at     timestamptz,
    renewals      integer     not null default 0,
    -- The run that makes another one.
    renewing_run  uuid,
    -- Its request was withdrawn, so that no other one is made.
    withdrawn_at  timestamptz,
    primary key (tenant_id, id),
    check ((state = 'ready') = (closed_at is null))
);
-- The timer asks both for their first entry, once a minute.
create index handover_to_expire on handover (tenant_id, expires_at) where state = 'ready';
create index handover_to_forget on handover (tenant_id, closed_at) where closed_at is not null;
create index handover_by_issue on handover (tenant_id, issue_id);
create index handover_renewing on handover (tenant_id, renewing_run) where renewing_run is not null;
select keep_tenants_apart('handover');
grant select, insert, update, delete on handover to latchkey_app;

create table handover_credential (
    tenant_id     uuid    not null,
    -- The handover's.
    id            uuid    not null,
    sealed        bytea   not null,
    sealed_key_id uuid    not null,
    sealed_version integer not null,
    primary key (tenant_id, id)
);
select keep_tenants_apart('handover_credential');
grant select, insert, update, delete on handover_credential to latchkey_app;

create table handover_comment (
    tenant_id    uuid        not null,
    -- The step that wrote it.
    id           uuid        not null,
    issue_id     text        not null,
    comment_id   text        not null,
    connection   text        not null,
    okta_user_id text        not null,
    locale       text        not null,
    -- What stays of the comment when the password goes.
    rest         bytea,
    rest_key_id  uuid,
    rest_version integer,
    written_at   timestamptz not null,
    remove_at    timestamptz not null,
    -- When it is looked at next; null when nothing is left to be done.
    due_at       timestamptz,
    removing_run uuid,
    removed_at   timestamptz,
    primary key (tenant_id, id),
    check ((rest is null) = (rest_key_id is null) and (rest is null) = (rest_version is null))
);
create index handover_comment_due on handover_comment (tenant_id, due_at) where due_at is not null;
create index handover_comment_removing on handover_comment (tenant_id, removing_run) where removing_run is not null;
create index handover_comment_to_forget on handover_comment (tenant_id, removed_at) where removed_at is not null;
select keep_tenants_apart('handover_comment');
grant select, insert, update, delete on handover_comment to latchkey_app;
