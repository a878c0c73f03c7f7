-- The trail: rows are inserted in the transaction they report and sealed afterwards, so that no writer waits for a chain's head.

create table audit_event (
    tenant_id   uuid        not null,
    id          uuid        not null,
    occurred_at timestamptz not null,
    kind        text        not null,
    subject     text        not null,
    body        bytea       not null,
    primary key (tenant_id, id)
);
create index audit_event_by_subject on audit_event (tenant_id, subject, occurred_at, id);
create index audit_event_by_time on audit_event (tenant_id, occurred_at, id);
select keep_tenants_apart('audit_event');
grant select, insert on audit_event to latchkey_app;
create trigger audit_event_is_evidence before update or delete on audit_event for each row execute function refuse_change();
create trigger audit_event_is_never_emptied before truncate on audit_event for each statement execute function refuse_change();

-- Personal values, erasable: the trail holds their salted hashes only.
create table audit_personal (
    tenant_id     uuid    not null,
    id            uuid    not null,
    event_id      uuid    not null,
    name          text    not null,
    salt          bytea   not null,
    value         bytea   not null,
    value_key_id  uuid    not null,
    value_version integer not null,
    primary key (tenant_id, id)
);
create index audit_personal_by_event on audit_personal (tenant_id, event_id);
select keep_tenants_apart('audit_personal');
grant select, insert, delete on audit_personal to latchkey_app;

create table audit_seal (
    tenant_id     uuid        not null,
    id            uuid        not null,
    position      bigint      not null,
    event_id      uuid        not null,
    previous_hash bytea       not null,
    hash          bytea       not null,
    sealed_at     timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, position),
    unique (tenant_id, event_id)
);
select keep_tenants_apart('audit_seal');
grant select, insert on audit_seal to latchkey_app;
create trigger audit_seal_is_evidence before update or delete on audit_seal for each row execute function refuse_change();
create trigger audit_seal_is_never_emptied before truncate on audit_seal for each statement execute function refuse_change();

-- Tenantless: what the sealer has still to do. Opaque ids only.
create table audit_unsealed (
    tenant_id uuid not null,
    event_id  uuid not null,
    primary key (tenant_id, event_id)
);
grant select, insert, delete on audit_unsealed to latchkey_app;
