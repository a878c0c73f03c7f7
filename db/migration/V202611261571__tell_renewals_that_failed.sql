-- A person who asked for another credential is told when none could be made, and does not ask Okta over and over.

alter table handover
    -- When a run failed to make another one, until another is asked for.
    add column renewal_failed_at timestamptz,
    -- When another one was asked for the last time.
    add column asked_at timestamptz;
