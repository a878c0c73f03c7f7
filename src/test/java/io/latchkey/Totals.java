package io.latchkey;

import io.latchkey.demo.Report;
import io.latchkey.testing.CountedTransactions;
import java.util.ArrayList;
import java.util.List;

/** What a demonstration cost, for people to read. */
final class Totals {

    private Totals() {}

    static List<String> of(Report report, CountedTransactions transactions) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Totals");
        lines.add("  remote calls to Jira and Okta, tokens apart: "
                + against(report.remoteCalls().size(), 10));
        lines.add("  transactions that wrote, sealer and heartbeats apart: "
                + against(transactions.writing().size(), 9));
        return lines;
    }

    /** As {@link #of}, where no limit was promised. */
    static List<String> counted(Report report, CountedTransactions transactions) {
        return List.of(
                "",
                "Totals, with the preview",
                "  remote calls to Jira and Okta, tokens apart: "
                        + report.remoteCalls().size(),
                "  transactions that wrote, sealer and heartbeats apart: "
                        + transactions.writing().size());
    }

    private static String against(int counted, int most) {
        return counted + (counted > most ? ": MORE than the " : " of at most ") + most;
    }
}
