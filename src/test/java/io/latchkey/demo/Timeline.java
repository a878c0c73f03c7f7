package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What happened when, in milliseconds since the approval. */
public final class Timeline {

    private Timeline() {}

    private record Moment(Instant at, String text) {}

    /** The lines of a report. */
    public static List<String> of(Report report) {
        List<Moment> moments = new ArrayList<>();
        moments.add(new Moment(report.approvedAt(), "approval   Paul Approver approves " + report.issueKey()));
        report.story()
                .path("signals")
                .forEach(signal -> moments.add(new Moment(
                        at(signal, "at"), "signal     " + signal.path("source").asText())));
        report.story()
                .path("decisions")
                .forEach(decision -> moments.add(new Moment(
                        at(decision, "at"),
                        "decision   " + decision.path("outcome").asText() + " ("
                                + decision.path("code").asText() + ")")));
        report.story().path("runs").forEach(run -> steps(run, moments));
        report.remoteCalls()
                .forEach(call -> moments.add(new Moment(
                        at(call, "at"),
                        "  call     " + call.path("method").asText() + " "
                                + call.path("path").asText() + " -> "
                                + call.path("status").asText() + " in "
                                + call.path("millis").asText() + " ms")));
        moments.sort(Comparator.comparing(Moment::at));
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Timeline of " + report.issueKey() + ", in milliseconds since the approval");
        for (Moment moment : moments) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%7d  %s",
                    Duration.between(report.approvedAt(), moment.at()).toMillis(),
                    moment.text()));
        }
        return lines;
    }

    private static void steps(JsonNode run, List<Moment> moments) {
        for (JsonNode step : run.path("steps")) {
            String name = step.path("key").asText() + " (" + step.path("kind").asText() + ")";
            if (step.hasNonNull("intendedAt")) {
                moments.add(new Moment(at(step, "intendedAt"), "step       intends " + name));
            }
            if (step.hasNonNull("doneAt")) {
                moments.add(new Moment(at(step, "doneAt"), "step       done    " + name));
            }
        }
        if (run.hasNonNull("endedAt")) {
            moments.add(new Moment(
                    at(run, "endedAt"), "run        " + run.path("state").asText()));
        }
    }

    private static Instant at(JsonNode node, String name) {
        return Instant.parse(node.path(name).asText());
    }
}
