-- A signing key can be published before anybody knows when it will sign, and is kept until Okta needs it no more.

alter table okta_signing_key
    -- Null: published, and waits for an administrator to say that Okta has it.
    alter column signs_from drop not null,
    -- When Okta last issued a token for it: an older key is retired when the newer one does its work.
    add column last_used_at timestamptz,
    -- The private part of a retired key is erased.
    alter column private_key drop not null,
    alter column private_key_key_id drop not null,
    alter column private_key_version drop not null,
    add constraint okta_signing_key_private_part_is_whole
        check ((private_key is null) = (private_key_key_id is null)
            and (private_key is null) = (private_key_version is null)
            and (private_key is not null or retired_at is not null));
