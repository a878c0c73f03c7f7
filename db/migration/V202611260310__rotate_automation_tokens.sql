-- A token's secret is replaced while the rule that knows the old one goes on; a token may be limited to source addresses.

alter table automation_token
    -- Rises with each secret; a signal is stored for the newest, or for the one before while it overlaps.
    add column generation integer not null default 1,
    add column previous_hash bytea,
    add column previous_until timestamptz,
    -- Ranges of addresses as CIDR writes them; none means any.
    add column sources text[] not null default '{}',
    add constraint automation_token_previous_is_whole check ((previous_hash is null) = (previous_until is null));

-- It says whose a token is; whether it is one is asked of the tenant's own row.
alter table automation_token_lookup drop column secret_hash;

-- The proof of a signal is the token's id, a dot and the secret's generation.
create or replace function is_automation_token_valid(tenant uuid, token text) returns boolean
    language sql stable
    as $$ select exists (
        select from automation_token t
        where t.tenant_id = tenant
          and t.id = split_part(token, '.', 1)::uuid
          and t.revoked_at is null
          and (t.generation = split_part(token, '.', 2)::integer
              or t.generation = split_part(token, '.', 2)::integer + 1 and t.previous_hash is not null)) $$;
