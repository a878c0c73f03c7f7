package io.latchkey.handover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.CredentialActs;
import io.latchkey.okta.PendingCredential;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.text.Words;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepListener;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Offers the credential that an earlier step left to the one person whom the plan names. It is stored in the transaction that
 * records the step, sealed at its place, so that it is neither lost nor offered twice; only its id is left.
 *
 * <p>Input: {@code issueId}, {@code kind} ({@code activationLink} or {@code password}), {@code renewal} (a {@link
 * PendingCredential}), {@code credential} (the step that left it), {@code connection}, {@code user}, {@code login}, {@code
 * recipient} (an Atlassian account), {@code validFor} (ISO 8601), optional {@code madeAt}, {@code locale}, {@code zone}; and
 * {@code handover}, when it takes the place of one that was lost. Outputs: {@code handoverId}, and {@code notice}, what the
 * ticket may say.
 */
@Component
class OfferStep implements StepHandler, StepListener {

    static final String KIND = "handover.offer";

    private static final String EXPIRES_AT = "expiresAt";
    private static final String MADE_AT = "madeAt";
    private static final String HANDOVER_ID = "handoverId";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final TenantTransactions transactions;
    private final HandoverRows rows;
    private final Uses uses;
    private final CredentialActs acts;
    private final Work work;
    private final Trail trail;
    private final Clock clock;

    OfferStep(
            TenantTransactions transactions,
            HandoverRows rows,
            Uses uses,
            CredentialActs acts,
            Work work,
            Trail trail,
            Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.uses = uses;
        this.acts = acts;
        this.work = work;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(HANDOVER_ID, "notice");
    }

    @Override
    public StepResult act(StepContext step) {
        JsonNode input = step.input();
        credential(step);
        demandNobodyElse(step);
        Instant madeAt = Optional.ofNullable(input.path(MADE_AT).textValue())
                .or(() -> step.leftBy(input.path("credential").asText())
                        .flatMap(left -> Optional.ofNullable(left.path(MADE_AT).textValue())))
                .map(Instant::parse)
                .orElseGet(clock::instant);
        // A link lasts from when Okta made it; a password lasts, so that a step between them which waits takes nothing
        // away.
        boolean isLink = Handover.Kind.of(input.path("kind").asText()) == Handover.Kind.ACTIVATION_LINK;
        Instant expiresAt = (isLink ? madeAt : clock.instant())
                .plus(Duration.parse(input.path("validFor").asText()));
        ObjectNode evidence = StepResult.nothing()
                .put(HANDOVER_ID, id(step).toString())
                .put("kind", input.path("kind").asText())
                .put("recipient", input.path("recipient").asText())
                .put(MADE_AT, madeAt.toString())
                .put(EXPIRES_AT, expiresAt.toString());
        ObjectNode outputs = evidence.deepCopy().put("notice", notice(input, expiresAt));
        return new StepResult(outputs, evidence, Map.of());
    }

    /** Of two requests for one account only the one whose credential works hands it over. */
    private void demandNobodyElse(StepContext step) {
        Optional<FailureException> other = transactions.read(step.tenant(), () -> other(step));
        if (other.isPresent()) {
            throw other.get();
        }
    }

    private Optional<FailureException> other(StepContext step) {
        if (step.input().has("handover")) {
            // It was somebody's before; whoever else was given the account since keeps it.
            return rows.renewedBy(step.tenant(), step.runId())
                    .filter(row -> uses.isTouchedByOtherRuns(step.tenant(), row))
                    .map(row -> HandoverFailure.used());
        }
        boolean open = acts.isOpenElsewhere(
                step.tenant(),
                step.input().path("connection").asText(),
                step.input().path("user").asText(),
                Set.of(step.runId()));
        return open ? Optional.of(new AccountBusy()) : Optional.empty();
    }

    /** Nothing is stored before the step is recorded. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }

    @Override
    public void done(StepContext step, StepResult result) {
        JsonNode input = step.input();
        // Before any row is written: of two for one account the other would wait for that row, and this one for its
        // lock.
        rows.lockAccount(step.tenant(), input.path("user").asText());
        var row = new HandoverRow(
                id(step),
                input.path("issueId").asText(),
                Handover.Kind.of(input.path("kind").asText()),
                PendingCredential.valueOf(input.path("renewal").asText()),
                input.path("connection").asText(),
                input.path("user").asText(),
                input.path("recipient").asText(),
                Handover.State.READY,
                Instant.parse(result.outputs().path(MADE_AT).asText()),
                clock.instant(),
                Instant.parse(result.outputs().path(EXPIRES_AT).asText()),
                Duration.parse(input.path("validFor").asText()),
                0,
                0,
                Optional.empty(),
                Set.of(step.runId()),
                false,
                false);
        String login = input.path("login").asText();
        boolean offered = true;
        if (input.has("handover")) {
            offered = rows.offerAgain(step.tenant(), step.runId(), row, login, credential(step));
        } else {
            rows.offer(step.tenant(), step.runId(), row, login, credential(step));
        }
        work.eraseCredential(step, input.path("credential").asText());
        if (offered) {
            supersede(step.tenant(), row.oktaUserId());
        }
    }

    /** Whoever was offered an earlier credential for the account must not have the account made theirs again. */
    private void supersede(TenantId tenant, String oktaUserId) {
        UUID newest = rows.newest(tenant, oktaUserId);
        rows.supersede(tenant, oktaUserId, newest)
                .forEach(one -> trail.record(Entry.of(tenant, "handover.withdrawn", one.issueId())
                        .withFacts(StepResult.nothing()
                                .put("handover", one.id().toString())
                                .put("code", "handover.superseded")
                                .put("by", newest.toString()))));
    }

    private static UUID id(StepContext step) {
        String again = step.input().path("handover").textValue();
        return again == null ? step.stepId() : UUID.fromString(again);
    }

    private static Secret credential(StepContext step) {
        String from = step.input().path("credential").asText();
        return step.secretOf(from).orElseThrow(() -> HandoverFailure.nothingToGive(from));
    }

    private static String notice(JsonNode input, Instant expiresAt) {
        Words words = Words.of(OfferStep.class, "handover", input.path("locale").asText("en"));
        String zone = input.path("zone").asText("UTC");
        ZonedDateTime end = expiresAt.atZone(ZoneId.of(zone));
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(words.locale())
                .format(end);
        return words.text("offered." + input.path("kind").asText(), day, TIME.format(end), zone);
    }
}
