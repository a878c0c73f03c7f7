-- Recipes call webhooks by name; where one leads to may hold a secret of its receiver's, so it is sealed as what signs is.

create table webhook (
    tenant_id               uuid        not null,
    id                      uuid        not null,
    -- As recipes write it.
    name                    text        not null,
    url                     bytea       not null,
    url_key_id              uuid        not null,
    url_version             integer     not null,
    secret                  bytea       not null,
    secret_key_id           uuid        not null,
    secret_version          integer     not null,
    -- Signs beside the present one until then.
    previous_secret         bytea,
    previous_secret_key_id  uuid,
    previous_secret_version integer,
    previous_until          timestamptz,
    created_at              timestamptz not null,
    changed_at              timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, name),
    constraint webhook_previous_is_whole
        check ((previous_secret is null) = (previous_secret_key_id is null)
            and (previous_secret is null) = (previous_secret_version is null)
            and (previous_secret is null) = (previous_until is null))
);
select keep_tenants_apart('webhook');
grant select, insert, update, delete on webhook to latchkey_app;
