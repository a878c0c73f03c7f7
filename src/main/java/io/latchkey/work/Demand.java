package io.latchkey.work;

/**
 * What one call takes of one bucket.
 *
 * @param key the bucket
 * @param allowance how much of it may be spent
 * @param units calls or points, at least 1
 */
public record Demand(BudgetKey key, Allowance allowance, long units) {}
