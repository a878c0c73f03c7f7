package io.latchkey.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipes;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The webhooks of every tenant, which recipes call by name. Each change is in the trail; a signing secret is told once, when
 * it is made, and stored sealed, as the address is.
 */
@Component
public class Webhooks {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MOST = 100;

    private final WebhookRows rows;
    private final WebhookHosts hosts;
    private final Recipes recipes;
    private final TenantTransactions transactions;
    private final Trail trail;
    private final SecureRandom random;
    private final Clock clock;
    private final RolloutProperties properties;

    Webhooks(
            WebhookRows rows,
            WebhookHosts hosts,
            Recipes recipes,
            TenantTransactions transactions,
            Trail trail,
            SecureRandom random,
            Clock clock,
            RolloutProperties properties) {
        this.rows = rows;
        this.hosts = hosts;
        this.recipes = recipes;
        this.transactions = transactions;
        this.trail = trail;
        this.random = random;
        this.clock = clock;
        this.properties = properties;
    }

    /** What came of a change. */
    public sealed interface Result {

        /** It was made; the secret is told this once, and may be empty: then it is still the one that was told before. */
        record Done(Webhook webhook, Optional<Secret> secret) implements Result {}

        /** There is none of this name. */
        record Unknown() implements Result {}

        /** A current recipe calls it; nothing was changed. */
        record InUse(String recipe) implements Result {}

        /** Nothing was changed, for this reason. */
        record Refused(String code, String sentence) implements Result {}
    }

    /**
     * Registers a webhook, or lets one that exists lead elsewhere, which keeps its secret. The same address again changes
     * nothing.
     *
     * @param url https, of a host that the operator has listed
     * @param by the administrator's Atlassian account id
     */
    public Result register(TenantId tenant, String name, String url, String by) {
        if (!NAME.matcher(name).matches()) {
            return new Result.Refused(
                    "rollout.name-malformed",
                    "The name of a webhook has at most 63 lower-case letters, digits and dashes, such as security-alerts.");
        }
        WebhookHosts.Checked checked = hosts.check(url);
        if (checked instanceof WebhookHosts.Checked.Refused refused) {
            return new Result.Refused(refused.code(), refused.sentence());
        }
        URI address = ((WebhookHosts.Checked.Accepted) checked).url();
        Secret secret = WebhookSecret.random(random);
        return transactions.write(tenant, () -> {
            Optional<WebhookRows.Row> existing = rows.hold(tenant, name);
            if (existing.isEmpty() && rows.list(tenant).size() >= MOST) {
                return new Result.Refused(
                        "rollout.too-many-webhooks", "A site has at most " + MOST + " webhooks; delete one first.");
            }
            boolean added = existing.isEmpty() && rows.add(tenant, name, address, secret);
            if (!added && rows.hold(tenant, name).isEmpty()) {
                // Somebody has deleted it since: nothing was changed, and whoever asks again registers it.
                return new Result.Unknown();
            }
            if (added) {
                record(tenant, "webhook.registered", name, by, facts -> facts.put("host", address.getHost()));
            } else {
                lead(tenant, name, address, by);
            }
            return new Result.Done(
                    shown(tenant, rows.find(tenant, name).orElseThrow()),
                    added ? Optional.of(WebhookSecret.written(secret)) : Optional.empty());
        });
    }

    private void lead(TenantId tenant, String name, URI address, String by) {
        WebhookRows.Row row = rows.hold(tenant, name).orElseThrow();
        if (!rows.url(tenant, row).equals(address)) {
            rows.changeUrl(tenant, row, address);
            record(tenant, "webhook.changed", name, by, facts -> facts.put("host", address.getHost()));
        }
    }

    /** All of a tenant, by name. */
    public List<Webhook> list(TenantId tenant) {
        return transactions.read(
                tenant,
                () -> rows.list(tenant).stream().map(row -> shown(tenant, row)).toList());
    }

    /**
     * Gives a webhook a new secret and tells it, this once; the old one signs beside it for a while. An older one that still
     * overlapped ends at once.
     *
     * @param overlap how long the old secret goes on signing; zero ends it at once
     * @param by the administrator's Atlassian account id
     */
    public Result rotate(TenantId tenant, String name, Duration overlap, String by) {
        if (overlap.compareTo(properties.longestOverlap()) > 0) {
            return new Result.Refused(
                    "rollout.overlap-too-long",
                    "An old secret goes on signing for "
                            + properties.longestOverlap().toMinutes() + " minutes at most.");
        }
        Secret secret = WebhookSecret.random(random);
        Optional<Instant> until = overlap.isZero()
                ? Optional.empty()
                : Optional.of(clock.instant().plus(overlap));
        return changed(tenant, name, row -> {
            rows.changeSecret(tenant, row, secret, until);
            record(
                    tenant,
                    "webhook.secret-rotated",
                    name,
                    by,
                    facts -> facts.put(
                            "oldSignsUntil", until.orElseGet(clock::instant).toString()));
            return new Result.Done(
                    shown(tenant, rows.find(tenant, name).orElseThrow()), Optional.of(WebhookSecret.written(secret)));
        });
    }

    /** Deletes a webhook that no current recipe calls; requests under way that wait to call it stop with a reason. */
    public Result delete(TenantId tenant, String name, String by) {
        return transactions.write(tenant, () -> {
            // First, as saving a recipe does, so that none can come to call it meanwhile.
            Optional<String> user = recipes.listHeld(tenant).stream()
                    .map(version -> version.recipe())
                    .filter(recipe -> calls(recipe, name))
                    .map(Recipe::key)
                    .findFirst();
            Optional<WebhookRows.Row> row = rows.hold(tenant, name);
            if (row.isEmpty()) {
                return new Result.Unknown();
            }
            if (user.isPresent()) {
                return new Result.InUse(user.get());
            }
            Webhook shown = shown(tenant, row.get());
            rows.delete(tenant, row.get());
            record(tenant, "webhook.deleted", name, by, facts -> facts.put("host", shown.host()));
            return new Result.Done(shown, Optional.empty());
        });
    }

    private static boolean calls(Recipe recipe, String name) {
        return recipe.steps().stream()
                .anyMatch(step -> step.uses().equals(CallWebhookStep.KIND)
                        && step.with().path(CallWebhookStep.WEBHOOK).asText().equals(name));
    }

    private Result changed(TenantId tenant, String name, java.util.function.Function<WebhookRows.Row, Result> change) {
        return transactions.write(
                tenant, () -> rows.hold(tenant, name).map(change).orElseGet(Result.Unknown::new));
    }

    /**
     * Where to call, and what signs; without a transaction.
     *
     * @throws RolloutFailure.Unknown when there is none of this name
     */
    Target target(TenantId tenant, String name) {
        return transactions.read(
                tenant,
                () -> rows.find(tenant, name)
                        .map(row -> new Target(name, rows.url(tenant, row), rows.secrets(tenant, row)))
                        .orElseThrow(() -> new RolloutFailure.Unknown(name)));
    }

    /** Why a recipe may not call it, as a code and a sentence; inside the tenant's open transaction. */
    Optional<WebhookHosts.Checked.Refused> refusal(TenantId tenant, String name) {
        Optional<WebhookRows.Row> row = rows.find(tenant, name);
        if (row.isEmpty()) {
            return Optional.of(new WebhookHosts.Checked.Refused(
                    "recipe.webhook-unknown",
                    "There is no webhook called \"" + name + "\"; register it first: PUT /api/webhooks/" + name + "."));
        }
        return hosts.check(rows.url(tenant, row.get()).toString()) instanceof WebhookHosts.Checked.Refused refused
                ? Optional.of(new WebhookHosts.Checked.Refused("recipe.webhook-not-allowed", refused.sentence()))
                : Optional.empty();
    }

    /** What an administrator tried came to this; only the status is kept. */
    void tested(TenantId tenant, String name, String code, @Nullable Integer status, String by) {
        transactions.writeOnly(
                tenant,
                () -> record(tenant, "webhook.tested", name, by, facts -> {
                    facts.put("code", code);
                    if (status != null) {
                        facts.put("status", status);
                    }
                }));
    }

    private Webhook shown(TenantId tenant, WebhookRows.Row row) {
        return new Webhook(
                row.name(),
                rows.url(tenant, row).getHost(),
                row.createdAt(),
                row.changedAt(),
                row.overlaps(clock.instant()) ? row.previousUntil() : null);
    }

    private void record(TenantId tenant, String kind, String name, String by, Consumer<ObjectNode> more) {
        ObjectNode facts =
                JsonNodeFactory.instance.objectNode().put("webhook", name).put("by", by);
        more.accept(facts);
        trail.record(Entry.of(tenant, kind, tenant.toString()).withFacts(facts));
    }
}
