/**
 * Durable work: a ledger of looks and of runs of steps, which survives a restart between any two of them.
 *
 * <p>In come looks ({@code enqueue_look} in the database, or {@link io.latchkey.work.Work#look}) and plans; out go
 * calls to the {@link io.latchkey.work.LookHandler}s and {@link io.latchkey.work.StepHandler}s that packages below
 * register. It knows no Jira and no Okta. All waiting work of a tenant is spread over a few slots; db-scheduler holds at
 * most one execution per slot, so a tenant's flood never fills its queue.
 *
 * <p>Beside it run the {@link io.latchkey.work.TenantTimer}s of packages below, one of each for every tenant.
 */
@ApplicationModule(
        displayName = "work",
        allowedDependencies = {"platform", "audit", "tenant"})
@NullMarked
package io.latchkey.work;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
