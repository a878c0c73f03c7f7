package io.latchkey.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.adversarial.oracle.Expected;
import io.latchkey.adversarial.oracle.Expected.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what came of the tickets of all companies. */
final class Tally {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Integer> byReason = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private int tickets;
    private int legitimate;
    private int wrongGrants;
    private int lostGrants;

    synchronized void count(Judged judged) {
        tickets++;
        Expected expected = judged.expected();
        boolean should = expected.outcome() == Outcome.GRANTED;
        legitimate += should ? 1 : 0;
        wrongGrants += !should && judged.isGranted() ? 1 : 0;
        lostGrants += should && !judged.isWhole() ? 1 : 0;
        byReason.merge(judged.reason(), 1, Integer::sum);
        if (judged.found() != expected.outcome() || !judged.reason().equals(expected.reason())) {
            violations.add(judged.violation());
        }
        if (!judged.ticket().kind().reason().equals(expected.reason())) {
            violations.add("the oracle says " + expected + " of " + judged.ticket());
        }
    }

    /** Something that was held on its way to a grant, or a signal. */
    synchronized void said(String reason, int times) {
        if (times > 0) {
            byReason.merge(reason, times, Integer::sum);
        }
    }

    synchronized void wrongGrants(int more, String violation) {
        wrongGrants += more;
        violations.add(violation);
    }

    synchronized void violation(String violation) {
        violations.add(violation);
    }

    synchronized int tickets() {
        return tickets;
    }

    /** Exactly what is promised of this report. */
    synchronized Tally write(Path file) {
        ObjectNode report = JSON.createObjectNode()
                .put("tickets", tickets)
                .put("legitimate", legitimate)
                .put("wrongGrants", wrongGrants)
                .put("lostGrants", lostGrants);
        ObjectNode reasons = report.putObject("byReason");
        byReason.forEach(reasons::put);
        try {
            Files.createDirectories(file.getParent());
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    synchronized void demandNothingWrong() {
        assertThat(violations).as("%d tickets, %s", tickets, byReason).isEmpty();
        assertThat(wrongGrants).isZero();
        assertThat(lostGrants).isZero();
    }
}
