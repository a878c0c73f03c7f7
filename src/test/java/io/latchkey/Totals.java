package io.latchkey;

import io.latchkey.demo.Onboarding;
import io.latchkey.testing.CountedTransactions;
import java.util.ArrayList;
import java.util.List;

/** What an onboarding cost, for people to read. */
final class Totals {

    private Totals() {}

    static List<String> of(Onboarding.Report report, CountedTransactions transactions) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Totals");
        lines.add("  remote calls to Jira and Okta, tokens apart: "
                + report.remoteCalls().size() + " (at most 10)");
        lines.add("  transactions that wrote, sealer and heartbeats apart: "
                + transactions.writing().size() + " (at most 9)");
        return lines;
    }
}
