-- Remote limits are shared by all nodes: what is left of a bucket is known in one place and handed out in blocks; and an
-- item that waited for a limit before it sent anything needs no look afterwards.

-- Tenantless: hashes and counters. Unlogged: handing out costs no log and waits for no disk; a server that crashes
-- forgets how far the buckets were spent, and what the next answer says is learned anew.
create unlogged table budget (
    host_hash    bytea       not null,
    bucket       text        not null,
    capacity     bigint      not null,
    spent_until  timestamptz not null,
    closed_until timestamptz,
    left_units   bigint,
    left_until   timestamptz,
    primary key (host_hash, bucket)
) with (fillfactor = 50);
grant select, insert, update on budget to latchkey_app;

-- Hands out units of a bucket, or says how long until there are some: a generic cell rate algorithm. spent_until runs
-- ahead of the clock by spacing for each unit handed out, and may be ahead by the burst. Borrowing goes into debt beyond
-- the burst, which others wait for: 0 none, 1 the small debt that the spacing allows for, 2 also half of what our share
-- leaves of the bucket. Who does not borrow waits for a whole block, so that a flood costs few statements. Units are good
-- for block_s seconds, twice as long as it takes to spend them, so in any window, however it lies, at most
-- burst + debt + (window + block) / spacing are spent, which is the share of the capacity.
create function lease_budget(host bytea, named text, first_capacity bigint, share double precision,
                             window_s double precision, burst_s double precision, debt_s double precision,
                             block_s double precision, needed bigint, borrowing integer,
                             out granted bigint, out wait_s double precision, out spacing_s double precision,
                             out known_capacity bigint)
    language plpgsql
    as $$
declare
    bucket_row budget%rowtype;
    at_time    timestamptz;
    permitted  bigint;
    burst      bigint;
    debt       bigint;
    a_block    bigint;
    least_now  bigint;
    ahead      double precision;
    unborrowed bigint;
    available  bigint;
begin
    select * into bucket_row from budget where host_hash = host and bucket = named for update;
    if not found then
        insert into budget (host_hash, bucket, capacity, spent_until)
        values (host, named, first_capacity, lease_now()) on conflict do nothing;
        select * into bucket_row from budget where host_hash = host and bucket = named for update;
    end if;
    at_time := lease_now();
    known_capacity := bucket_row.capacity;
    permitted := greatest(1, floor(bucket_row.capacity * share));
    burst := greatest(1, floor(permitted * burst_s / window_s));
    debt := least(greatest(1, floor(permitted * debt_s / window_s)), permitted - burst);
    spacing_s := (window_s + block_s) / (permitted - burst - debt + 1);
    -- More than the burst at once is handed out when nothing is spent; it delays what follows.
    burst := greatest(burst, needed);
    a_block := least(burst, greatest(needed, floor(block_s / 2 / spacing_s)::bigint));
    least_now := case when borrowing = 0 then a_block else needed end;
    ahead := greatest(0, extract(epoch from bucket_row.spent_until - at_time));
    unborrowed := burst - ceil(ahead / spacing_s - 0.000001);
    available := unborrowed;
    if borrowing >= 1 then
        available := available + debt;
    end if;
    if borrowing >= 2 then
        available := available + (bucket_row.capacity - permitted) / 2;
    end if;
    granted := 0;
    if bucket_row.closed_until > at_time then
        wait_s := extract(epoch from bucket_row.closed_until - at_time);
        return;
    end if;
    if bucket_row.left_until > at_time then
        if bucket_row.left_units < needed then
            wait_s := extract(epoch from bucket_row.left_until - at_time);
            return;
        end if;
        available := least(available, bucket_row.left_units);
        unborrowed := least(unborrowed, bucket_row.left_units);
        least_now := least(least_now, bucket_row.left_units);
    end if;
    if available < least_now then
        wait_s := greatest(0.001, ahead - (burst - least_now) * spacing_s);
        return;
    end if;
    granted := greatest(needed, least(unborrowed, a_block));
    wait_s := 0;
    update budget
    set spent_until = greatest(spent_until, at_time) + make_interval(secs => granted * spacing_s),
        left_units = left_units - granted
    where host_hash = host and bucket = named;
end
$$;

-- Takes over what an answer said of a bucket; nulls say nothing. A larger capacity makes the wait for what was spent
-- shorter; a smaller one leaves it, since blocks of the old size were mostly not spent yet. Of what is left of a running
-- window the smallest word counts, since answers arrive out of order.
create function report_budget(host bytea, named text, first_capacity bigint, seen_capacity bigint, seen_left bigint,
                              left_s double precision, closed_s double precision) returns void
    language plpgsql
    as $$
declare
    at_time timestamptz;
begin
    insert into budget (host_hash, bucket, capacity, spent_until)
    values (host, named, first_capacity, lease_now()) on conflict do nothing;
    perform from budget where host_hash = host and bucket = named for update;
    at_time := lease_now();
    update budget
    set capacity = coalesce(seen_capacity, capacity),
        spent_until = case when seen_capacity is null then spent_until
            else at_time + greatest(interval '0', spent_until - at_time)
                * least(1, capacity::double precision / seen_capacity) end,
        left_units = case when seen_left is null then left_units
            when left_until > at_time then least(left_units, seen_left) else seen_left end,
        left_until = case when seen_left is null then left_until
            when left_until > at_time then left_until else at_time + make_interval(secs => left_s) end,
        closed_until = case when closed_s is null then closed_until
            else greatest(closed_until, at_time + make_interval(secs => closed_s)) end
    where host_hash = host and bucket = named;
end
$$;

-- untried: the item's step has an intent, and certainly nothing was sent for it. limited_since: since when the item has
-- been waiting for limits without progress.
alter table work_item
    add column untried boolean not null default false,
    add column limited_since timestamptz;
