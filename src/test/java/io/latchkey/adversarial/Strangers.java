package io.latchkey.adversarial;

import io.latchkey.demo.Http;
import io.latchkey.testing.RunningProduct;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Signals by those whose tickets they are not: other tenants, and nobody's. */
final class Strangers {

    private final List<Company> companies;

    Strangers(List<Company> companies) {
        this.companies = companies;
    }

    /** Every other company tells of these tickets, by automation and by webhook, with what is its own. */
    void tell(Company victim, List<Ticket> tickets) {
        for (Company company : companies) {
            if (company != victim) {
                tickets.forEach(ticket -> tell(company, ticket));
            }
        }
    }

    private static void tell(Company company, Ticket ticket) {
        HttpResponse<String> unused = Http.at(company.product().uri())
                .authorized("Bearer " + company.token())
                .send("POST", "/automation/signals", Map.of("issueId", ticket.id()));
        Http.at(company.product().uri())
                .authorized("JWT " + company.jira().jwt(RunningProduct.APP_KEY, "POST", HostileSignals.WEBHOOK))
                .send(
                        "POST",
                        HostileSignals.WEBHOOK,
                        Map.of("webhookEvent", "jira:issue_updated", "issue", Map.of("id", ticket.id())));
    }

    /** Forged, broken, oversized and foreign signals at a company's door. */
    void signal(Company company, int count, long seed, Tally tally) {
        var hostile = new HostileSignals(company);
        List<HostileSignals.Sent> sent = IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> hostile.send(i, new Random(seed + i)))
                .toList();
        company.settle();
        for (HostileSignals.Sent one : sent) {
            if (!one.isWell()) {
                tally.violation("signal \"" + one.what() + "\" was answered " + one.status());
            }
            tally.said(one.status() / 100 == 2 ? "signal.about-nothing" : "signal.refused", 1);
            if (one.mayBeTaken()
                    && !company.administrator()
                            .get("/api/requests/" + one.issueId())
                            .path("decisions")
                            .isEmpty()) {
                tally.wrongGrants(1, "signal \"" + one.what() + "\" had something decided");
            }
        }
    }
}
