package io.latchkey.handover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.PendingCredential;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
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

    private final HandoverRows rows;
    private final Work work;
    private final Trail trail;
    private final Clock clock;

    OfferStep(HandoverRows rows, Work work, Trail trail, Clock clock) {
        this.rows = rows;
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
        Instant madeAt = Optional.ofNullable(input.path(MADE_AT).textValue())
                .or(() -> step.leftBy(input.path("credential").asText())
                        .flatMap(left -> Optional.ofNullable(left.path(MADE_AT).textValue())))
                .map(Instant::parse)
                .orElseGet(clock::instant);
        Instant expiresAt = madeAt.plus(Duration.parse(input.path("validFor").asText()));
        ObjectNode evidence = StepResult.nothing()
                .put(HANDOVER_ID, id(step).toString())
                .put("kind", input.path("kind").asText())
                .put("recipient", input.path("recipient").asText())
                .put(MADE_AT, madeAt.toString())
                .put(EXPIRES_AT, expiresAt.toString());
        ObjectNode outputs = evidence.deepCopy().put("notice", notice(input, expiresAt));
        return new StepResult(outputs, evidence, Map.of());
    }

    /** Nothing is stored before the step is recorded. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }

    @Override
    public void done(StepContext step, StepResult result) {
        JsonNode input = step.input();
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
                Optional.empty(),
                Set.of(step.runId()),
                false,
                false);
        String login = input.path("login").asText();
        if (input.has("handover")) {
            rows.offerAgain(step.tenant(), step.runId(), row, login, credential(step));
        } else {
            rows.offer(step.tenant(), step.runId(), row, login, credential(step));
        }
        work.eraseCredential(step, input.path("credential").asText());
        supersede(step.tenant(), row);
    }

    /** Whoever was offered an earlier credential for the account must not have the account made theirs again. */
    private void supersede(TenantId tenant, HandoverRow newest) {
        rows.supersede(tenant, newest.oktaUserId())
                .forEach(one -> trail.record(Entry.of(tenant, "handover.withdrawn", one.issueId())
                        .withFacts(StepResult.nothing()
                                .put("handover", one.id().toString())
                                .put("code", "handover.superseded")
                                .put("by", newest.id().toString()))));
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
