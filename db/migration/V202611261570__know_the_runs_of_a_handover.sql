-- Whose act a change of an account was is told by its run: those that were to make a handover's credentials are its own.

-- All runs that were to make another one; run_id made the first.
alter table handover add column runs uuid[] not null default '{}';
-- A newer credential for the same account takes the place of all before.
create index handover_by_account on handover (tenant_id, okta_user_id);
