-- What came beside the erasing of tenants is erased with them, too.
grant delete on guardrail_setting, guardrail_proposal, guardrail_trip to latchkey_app;
