-- What no plan may do whoever approved it, set by administrators; each change is theirs by name, and may need two of them.

-- scope: a connection, or the tenant itself.
create table guardrail_setting (
    tenant_id  uuid        not null,
    id         uuid        not null,
    scope      uuid        not null,
    part       text        not null,
    value      jsonb       not null,
    changed_by text        not null,
    changed_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, scope, part)
);
select keep_tenants_apart('guardrail_setting');
grant select, insert, update on guardrail_setting to latchkey_app;

create table guardrail_proposal (
    tenant_id   uuid        not null,
    id          uuid        not null,
    scope       uuid        not null,
    part        text        not null,
    old_value   jsonb       not null,
    new_value   jsonb       not null,
    proposed_by text        not null,
    proposed_at timestamptz not null,
    expires_at  timestamptz not null,
    decision    text        check (decision in ('confirmed', 'rejected')),
    decided_by  text,
    decided_at  timestamptz,
    primary key (tenant_id, id),
    check ((decision is null) = (decided_at is null)),
    -- The database's word too: nobody confirms what they proposed.
    check (decision is distinct from 'confirmed' or decided_by <> proposed_by)
);
create index guardrail_proposal_open on guardrail_proposal (tenant_id, expires_at) where decision is null;
select keep_tenants_apart('guardrail_proposal');
grant select, insert, update on guardrail_proposal to latchkey_app;

-- A breaker that has tripped: while a row is open, every plan of its scope is held.
create table guardrail_trip (
    tenant_id  uuid        not null,
    id         uuid        not null,
    scope      uuid        not null,
    counted    text        not null check (counted in ('accounts', 'memberships')),
    allowed    integer     not null,
    found      integer     not null,
    tripped_at timestamptz not null,
    reset_at   timestamptz,
    reset_by   text,
    primary key (tenant_id, id)
);
create unique index guardrail_tripped_once on guardrail_trip (tenant_id, scope, counted) where reset_at is null;
create index guardrail_trip_by_scope on guardrail_trip (tenant_id, scope, reset_at);
select keep_tenants_apart('guardrail_trip');
grant select, insert, update on guardrail_trip to latchkey_app;

-- Logins that plans were admitted for, as keyed hashes: one that looks like another is refused. The unique key decides
-- between two that are admitted at the same time.
create table known_login (
    tenant_id     uuid  not null,
    id            uuid  not null,
    connection_id uuid  not null,
    likeness      bytea not null,
    login         bytea not null,
    primary key (tenant_id, id),
    unique (tenant_id, connection_id, likeness)
);
select keep_tenants_apart('known_login');
grant select, insert, delete on known_login to latchkey_app;

-- What an admission lets happen; breakers add it up.
alter table request_decision
    add column connection_id uuid,
    add column accounts integer not null default 0,
    add column memberships integer not null default 0;
create index request_admitted_lately on request_decision (tenant_id, decided_at) where outcome = 'admitted';
