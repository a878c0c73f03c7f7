-- How each request stands, one row for each: lists of 100,000 requests are searched, sorted and paged by it. What the newest
-- decision and its run say is the truth; the database keeps this row beside it, in the same transaction.

create table request_standing (
    tenant_id      uuid        not null,
    id             uuid        not null,
    issue_id       text        not null,
    issue_key      text        not null,
    -- The key in two parts, since ITH-9 comes before ITH-10.
    key_project    text        collate "C" generated always as (regexp_replace(issue_key, '-[0-9]+$', '')) stored,
    key_number     bigint      generated always as (coalesce(substring(issue_key from '-([0-9]{1,18})$'), '0')::bigint) stored,
    key_digits     text        collate "C" generated always as (coalesce(substring(issue_key from '-([0-9]+)$'), '')) stored,
    state          text        collate "C" not null
        check (state in ('held', 'refused', 'waiting', 'parked', 'stopped', 'done')),
    reason_code    text        collate "C" not null,
    reason         text        not null,
    recipe_id      uuid,
    recipe_version integer,
    -- The run of the newest decision: of the plan, or of the note when the request was held or refused.
    work_id        uuid        not null,
    changed_at     timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, issue_id)
);
create index request_standing_by_time on request_standing (tenant_id, changed_at, id);
create index request_standing_by_key on request_standing (tenant_id, key_project, key_number, id);
create index request_standing_by_state on request_standing (tenant_id, state, changed_at, id);
create index request_standing_by_state_and_key on request_standing (tenant_id, state, key_project, key_number, id);
create index request_standing_by_reason on request_standing (tenant_id, reason_code, changed_at, id);
create index request_standing_by_digits on request_standing (tenant_id, key_digits, id);
create index request_standing_by_work on request_standing (tenant_id, work_id);
select keep_tenants_apart('request_standing');
grant select, insert, update, delete on request_standing to latchkey_app;

-- The newest decision replaces what the one before it said.
create function note_decision() returns trigger
    language plpgsql
    as $$
begin
    insert into request_standing (tenant_id, id, issue_id, issue_key, state, reason_code, reason, recipe_id,
                                  recipe_version, work_id, changed_at)
    values (new.tenant_id, new.id, new.issue_id, new.issue_key,
            case new.outcome when 'admitted' then 'waiting' else new.outcome end,
            new.reason_code, new.reason, new.recipe_id, new.recipe_version, new.work_id, new.decided_at)
    on conflict (tenant_id, issue_id) do update
    set issue_key = excluded.issue_key, state = excluded.state, reason_code = excluded.reason_code,
        reason = excluded.reason, recipe_id = excluded.recipe_id, recipe_version = excluded.recipe_version,
        work_id = excluded.work_id, changed_at = excluded.changed_at;
    return null;
end
$$;
create trigger request_decision_is_noted after insert on request_decision
    for each row execute function note_decision();

-- A run that ends, or goes on. How the run of a note ends says nothing of the request.
create function note_run() returns trigger
    language plpgsql
    as $$
begin
    update request_standing s
    set state = new.state,
        reason_code = case when new.state in ('parked', 'stopped') then coalesce(new.reason_code, d.reason_code) else d.reason_code end,
        reason = case when new.state in ('parked', 'stopped') then coalesce(new.reason, d.reason) else d.reason end,
        changed_at = coalesce(new.ended_at, new.due_at)
    from request_decision d
    where s.tenant_id = new.tenant_id and s.work_id = new.id and s.state not in ('held', 'refused')
      and d.tenant_id = new.tenant_id and d.work_id = new.id;
    return null;
end
$$;
create trigger work_item_is_noted after update of state on work_item
    for each row when (new.plan is not null and old.state is distinct from new.state)
    execute function note_run();

-- Requests that are there already: row level security binds the owner too, so each tenant is set in turn.
do $$
declare
    each_tenant uuid;
begin
    for each_tenant in select distinct tenant_id from installation_lookup loop
        perform set_config('latchkey.tenant_id', each_tenant::text, true);
        insert into request_standing (tenant_id, id, issue_id, issue_key, state, reason_code, reason, recipe_id,
                                      recipe_version, work_id, changed_at)
        select distinct on (d.issue_id) d.tenant_id, d.id, d.issue_id, d.issue_key,
               case when d.outcome <> 'admitted' then d.outcome else coalesce(w.state, 'done') end,
               case when d.outcome = 'admitted' and w.state in ('parked', 'stopped') then coalesce(w.reason_code, d.reason_code) else d.reason_code end,
               case when d.outcome = 'admitted' and w.state in ('parked', 'stopped') then coalesce(w.reason, d.reason) else d.reason end,
               d.recipe_id, d.recipe_version, d.work_id,
               case when d.outcome = 'admitted' then coalesce(w.ended_at, d.decided_at) else d.decided_at end
        from request_decision d
        left join work_item w on w.tenant_id = d.tenant_id and w.id = d.work_id
        where d.tenant_id = each_tenant
        order by d.issue_id, d.decided_at desc, d.id desc;
    end loop;
    perform set_config('latchkey.tenant_id', '', true);
end
$$;
