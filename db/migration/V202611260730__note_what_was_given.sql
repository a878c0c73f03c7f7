-- Duties that are kept apart: what was admitted a moment ago counts, although Okta does not show it yet.
alter table request_decision
    add column given text[];
