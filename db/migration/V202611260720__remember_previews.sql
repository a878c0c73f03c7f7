-- What approving a request would do stands in one comment; it is written anew only when it would say something else.
create table request_preview (
    tenant_id    uuid        not null,
    id           uuid        not null,
    issue_id     text        not null,
    text_hash    bytea       not null,
    previewed_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, issue_id)
);
select keep_tenants_apart('request_preview');
grant select, insert, update, delete on request_preview to latchkey_app;
