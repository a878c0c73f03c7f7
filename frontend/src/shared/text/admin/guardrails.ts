export const guardrails = {};
