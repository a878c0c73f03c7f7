-- Each sweep asks for notes of the last week that could not be written; with 100,000 runs it must not read all that ever parked.
create index work_item_parked_runs on work_item (tenant_id, kind, ended_at) where state = 'parked' and plan is not null;
