package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What handlers see, for tests of theirs. */
public final class StepContexts {

    private StepContexts() {}

    /** The only step of a run, of which nothing is known but what it intended. */
    public static StepContext intended(Intent intent) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return new StepContext(
                new TenantId(UUID.randomUUID()),
                UUID.randomUUID(),
                0,
                new Plan(nothing, List.of(new PlannedStep("step", "test", nothing))),
                Map.of(),
                Map.of(),
                intent,
                true,
                Optional.empty(),
                () -> {},
                new Unclaimed());
    }

    /** An attempt of the only step of a run. */
    public static StepContext attempt(UUID runId, TenantId tenant, JsonNode input, Intent intent, boolean repeat) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return new StepContext(
                tenant,
                runId,
                0,
                new Plan(nothing, List.of(new PlannedStep("step", "test", input))),
                Map.of(),
                Map.of(),
                intent,
                repeat,
                Optional.empty(),
                () -> {},
                new Unclaimed());
    }

    /**
     * The only step of a run.
     *
     * @param repeat whether an earlier attempt may have sent something
     */
    public static StepContext of(PlannedStep step, Intent intent, boolean repeat) {
        return of(step, intent, repeat, new Unclaimed());
    }

    /** As above, when another run set out to do the same before. */
    public static StepContext ofOneOfTwo(PlannedStep step, Intent intent, boolean repeat) {
        return of(step, intent, repeat, new ClaimedTwice());
    }

    /** As above, when an earlier run of the same request set out to do it at that time. */
    public static StepContext ofSecondRun(PlannedStep step, Intent intent, boolean repeat, Instant before) {
        return of(step, intent, repeat, new ClaimedBefore(before));
    }

    private static StepContext of(PlannedStep step, Intent intent, boolean repeat, Claims claims) {
        return new StepContext(
                new TenantId(UUID.randomUUID()),
                UUID.randomUUID(),
                0,
                new Plan(JsonNodeFactory.instance.objectNode(), List.of(step)),
                Map.of(),
                Map.of(),
                intent,
                repeat,
                Optional.empty(),
                () -> {},
                claims);
    }

    private static final class Unclaimed implements Claims {

        @Override
        public boolean isClaimedElsewhere(String claim) {
            return false;
        }

        @Override
        public Optional<Instant> claimedBefore(String claim) {
            return Optional.empty();
        }

        @Override
        public boolean isActedOnByOthers(
                Supplier<? extends Collection<String>> claims, Instant since, Collection<UUID> runs) {
            return false;
        }
    }

    private record ClaimedBefore(Instant before) implements Claims {

        @Override
        public boolean isClaimedElsewhere(String claim) {
            return false;
        }

        @Override
        public Optional<Instant> claimedBefore(String claim) {
            return Optional.of(before);
        }

        @Override
        public boolean isActedOnByOthers(
                Supplier<? extends Collection<String>> claims, Instant since, Collection<UUID> runs) {
            return false;
        }
    }

    private static final class ClaimedTwice implements Claims {

        @Override
        public boolean isClaimedElsewhere(String claim) {
            return true;
        }

        @Override
        public Optional<Instant> claimedBefore(String claim) {
            return Optional.empty();
        }

        @Override
        public boolean isActedOnByOthers(
                Supplier<? extends Collection<String>> claims, Instant since, Collection<UUID> runs) {
            return false;
        }
    }
}
