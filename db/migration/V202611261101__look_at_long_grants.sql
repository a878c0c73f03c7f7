-- Okta's System Log forgets after 90 days whose a membership is; what runs for longer is looked at while it knows.

alter table access_grant
    -- When the System Log last showed it as ours.
    add column shown_at timestamptz,
    -- When it has to be looked at again; null when it ends before the System Log forgets.
    add column look_at  timestamptz;
create index access_grant_to_look on access_grant (tenant_id, look_at) where look_at is not null;
