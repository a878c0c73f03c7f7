package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.json.CanonicalJson;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a run, in order, as the exact bytes that are stored and hashed:
 * {@code {"basis":{…},"steps":[{"key","kind","input"}]}}.
 *
 * @param basis what the plan rests on (a recipe's version, an approval's id); opaque here
 * @param steps at least one
 */
public record Plan(JsonNode basis, List<PlannedStep> steps) {

    private static final int SALT_BYTES = 16;
    private static final String CONFIRMED_AT = "confirmedAt";

    /** Copies the list. */
    public Plan {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a plan has at least one step");
        }
        steps = List.copyOf(steps);
    }

    /**
     * The same plan with a random value in its basis, so that nobody can confirm a guess of what it holds by its hash; the
     * value is stored sealed with the plan, for the hash to be verified.
     */
    public Plan salted(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return saltedWith(HexFormat.of().formatHex(salt));
    }

    /** The same plan with the value that another one got, to be compared with it. */
    public Plan saltedWith(String salt) {
        ObjectNode salted = basis.deepCopy();
        return new Plan(salted.put("salt", salt), steps);
    }

    /**
     * The same plan, which people were known to want at that time: when what it rests on began to be read, which is earlier
     * than its run.
     */
    public Plan confirmedAt(Instant time) {
        ObjectNode confirmed = basis.deepCopy();
        return new Plan(confirmed.put(CONFIRMED_AT, time.toString()), steps);
    }

    /** When people were known to want it; empty when it does not say, so that it is when its run began. */
    Optional<Instant> confirmedAt() {
        return Optional.ofNullable(basis.path(CONFIRMED_AT).textValue()).map(Instant::parse);
    }

    /** The bytes to store. */
    public CanonicalJson toJson() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("basis", basis);
        var list = document.putArray("steps");
        for (PlannedStep step : steps) {
            list.addObject().put("key", step.key()).put("kind", step.kind()).set("input", step.input());
        }
        return CanonicalJson.of(document);
    }

    /** Reads stored bytes. */
    public static Plan of(CanonicalJson stored) {
        JsonNode document = stored.tree();
        List<PlannedStep> steps = new ArrayList<>();
        for (JsonNode step : document.path("steps")) {
            steps.add(
                    new PlannedStep(step.path("key").asText(), step.path("kind").asText(), step.path("input")));
        }
        return new Plan(document.path("basis"), steps);
    }
}
