package io.latchkey.intake;

import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.SearchPage;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.ParkingNotes;
import io.latchkey.provisioning.RequestDecisions;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Recipes;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds approved open requests that no signal announced, with the query
 *
 * <pre>{@code approvals = approved() AND statusCategory != Done AND updated >= -Nm ORDER BY updated ASC}</pre>
 *
 * where N reaches from now back to the last search, plus an overlap, since Jira's index lags. A relative time is used
 * because Jira reads an absolute one in the time zone of the asking account. The cursor moves only when all pages were
 * stored. Each request that is found counts as a signal; one that is done already costs no remote call.
 *
 * <p>Our own changes: the search cannot tell who changed an issue, and a note of ours changes it. So a request that was
 * held or refused, and still waits approved, is looked at once more after each of our notes; that look finds what was
 * decided before, writes nothing, and ends it. (Webhooks name their author; those of our own account are dropped.) A request
 * that was admitted is read again only while its run waits, whoever changes it.
 *
 * <p>A site without recipes is not searched. When a recipe was saved since the last search, the search reaches as far back
 * as the first one, and looks anew at what it found before: what was approved without a recipe is done with one.
 */
@Component
class Sweep {

    /** The kind of look that every signal asks for. */
    private static final String LOOK = "request";

    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1_000;

    private final JiraRequests jira;
    private final AcknowledgeSignal acknowledge;
    private final Installations installations;
    private final Recipes recipes;
    private final Work work;
    private final RequestDecisions decisions;
    private final ParkingNotes parkingNotes;
    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final IntakeProperties properties;
    private final Clock clock;

    Sweep(
            JiraRequests jira,
            AcknowledgeSignal acknowledge,
            Installations installations,
            Recipes recipes,
            Work work,
            RequestDecisions decisions,
            ParkingNotes parkingNotes,
            TenantTransactions transactions,
            JdbcClient jdbc,
            IntakeProperties properties,
            Clock clock) {
        this.jira = jira;
        this.acknowledge = acknowledge;
        this.installations = installations;
        this.recipes = recipes;
        this.work = work;
        this.decisions = decisions;
        this.parkingNotes = parkingNotes;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** What a search came to. */
    enum Result {
        /** The tenant has no open door any more, so that sweeping ends. */
        NO_DOOR,
        /** Whatever was found, a signal had announced. */
        ALL_ANNOUNCED,
        /** Something was found that no signal had announced. */
        UNANNOUNCED
    }

    /** Searches a tenant's site once. */
    Result sweep(TenantId tenant) {
        // Read, not remembered: nothing is begun for a site that has just removed the app.
        Optional<Installation> installation = transactions.read(tenant, () -> installations.open(tenant));
        if (installation.isEmpty()) {
            return Result.NO_DOOR;
        }
        Instant begun = clock.instant();
        Optional<Instant> recipesAt = transactions.read(tenant, () -> recipesAt(tenant));
        if (recipesAt.isEmpty()) {
            return Result.ALL_ANNOUNCED;
        }
        transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, LOOK));
        Instant since = transactions
                .read(tenant, () -> cursor(tenant, recipesAt.get()))
                .orElse(begun.minus(properties.firstSweep()));
        String jql = jql(Duration.between(since, begun).plus(properties.sweepOverlap()));
        @Nullable String token = null;
        int pages = 0;
        boolean unannounced = false;
        do {
            SearchPage page = jira.search(tenant, jql, token, PAGE);
            for (SearchPage.Found found : page.found()) {
                signal(installation.get(), found, recipesAt.get());
                unannounced |= !transactions.read(tenant, () -> isAnnounced(tenant, found));
            }
            token = page.nextPageToken();
            pages++;
        } while (token != null && pages < MOST_PAGES);
        // Jira answers, so that attempts are not used up on an absence.
        transactions.writeOnly(tenant, () -> parkingNotes.revive(tenant));
        if (token == null) {
            transactions.writeOnly(tenant, () -> moveCursor(tenant, begun, recipesAt.get()));
        }
        return unannounced ? Result.UNANNOUNCED : Result.ALL_ANNOUNCED;
    }

    static String jql(Duration back) {
        long minutes = Math.max(1, back.plusSeconds(59).toMinutes());
        return "approvals = approved() AND statusCategory != Done AND updated >= -" + minutes
                + "m ORDER BY updated ASC";
    }

    /** One signal per state of the issue and of the recipes: the overlap finds it again, the delivery id says so. */
    private void signal(Installation installation, SearchPage.Found found, Instant recipesAt) {
        acknowledge.acknowledge(new Signal(
                installation.tenant(),
                Signal.Source.SWEEP,
                Optional.of("sweep:" + found.issueId() + ":" + found.updated().toEpochMilli() + ":"
                        + recipesAt.toEpochMilli()),
                found.issueId(),
                Optional.empty(),
                installation.externalId()));
    }

    /**
     * Whether a signal came since the issue's last change; Jira's clock may be ahead of ours. Of a request that we have
     * decided about, the change may be our own, whose signals are dropped: there any signal will do.
     */
    private boolean isAnnounced(TenantId tenant, SearchPage.Found found) {
        boolean decided = !decisions.ofIssue(tenant, found.issueId()).isEmpty();
        Instant since = decided ? Instant.EPOCH : found.updated().minus(SKEW);
        return jdbc.sql("select exists (select from signal where tenant_id = ? and issue_id = ?"
                        + " and received_at >= ? and source <> 'sweep')")
                .params(tenant.value(), found.issueId(), since.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /** When a recipe was saved last; empty when there is none. */
    private Optional<Instant> recipesAt(TenantId tenant) {
        return recipes.list(tenant).stream().map(RecipeVersion::savedAt).max(Comparator.naturalOrder());
    }

    private Optional<Instant> cursor(TenantId tenant, Instant recipesAt) {
        return jdbc.sql("select swept_until from sweep_cursor where tenant_id = ? and id = ? and recipes_at >= ?")
                .params(tenant.value(), tenant.value(), recipesAt.atOffset(ZoneOffset.UTC))
                .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }

    private void moveCursor(TenantId tenant, Instant until, Instant recipesAt) {
        UUID id = tenant.value();
        OffsetDateTime at = until.atOffset(ZoneOffset.UTC);
        jdbc.sql("insert into sweep_cursor (tenant_id, id, swept_until, recipes_at, updated_at)"
                        + " values (?, ?, ?, ?, ?)"
                        + " on conflict (tenant_id, id) do update set swept_until = excluded.swept_until,"
                        + " recipes_at = excluded.recipes_at, updated_at = excluded.updated_at")
                .params(tenant.value(), id, at, recipesAt.atOffset(ZoneOffset.UTC), at)
                .update();
    }
}
