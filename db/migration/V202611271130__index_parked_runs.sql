-- Each sweep asks for notes that could not be written; with 100,000 runs it must not read more than those.
create index work_item_parked_runs on work_item (tenant_id, kind, ended_at) where state = 'parked' and plan is not null;
