-- With 100,000 waiting items no statement of the hot path, nor of the sweep, may read more than the few rows it wants.
create index work_item_due on work_item (tenant_id, slot, due_at, id) where state = 'waiting';
drop index work_item_waiting;
create index work_item_parked_looks on work_item (tenant_id, kind, ended_at) where state = 'parked' and plan is null;
create index request_decision_kept on request_decision (tenant_id, input_kept_until) where input is not null;
