package io.latchkey.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Installation;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Sends one fuzzed request per seed and holds what must be true of each answer: never a 5xx, a refusal is problem+json (or
 * Tomcat closed the connection), carries its headers, and stored nothing.
 */
final class FuzzedEdge {

    /** They ask the vendors, whose limits are not what is tried here. */
    private static final List<String> ASKING = List.of(
            "POST /api/okta-connections/{name}/test",
            "PUT /api/okta-connections/{name}/allowed-groups",
            "PUT /api/okta-connections/{name}/allowed-apps",
            "GET /api/service-desks",
            "GET /api/service-desks/fields",
            "GET /api/service-desks/{id}/request-types",
            "POST /api/service-desks/{id}/check");

    /** They would take away what the product needs to go on, as they should. */
    private static final List<String> ENDING =
            List.of("DELETE /api/okta-keys", "PUT /api/okta-connections/{name}/client-id");

    private final RunningProduct product = TwoSites.shared().product();
    private final Installation site = product.jira().installation(RunningProduct.APP_KEY);
    private final String automation = product.administrator()
            .post("/api/automation-tokens", Map.of("name", "Fuzzed"))
            .path("token")
            .asText();
    private final List<String> wrong = new ArrayList<>();
    private int refused;
    private int taken;

    /** Sends them; tells what was wrong, each with its seed. */
    List<String> send(LongStream seeds) {
        seeds.forEach(this::send);
        return wrong;
    }

    /** A fuzzer of which everything is refused for one reason proves little. */
    int taken() {
        return taken;
    }

    int refused() {
        return refused;
    }

    private void send(long seed) {
        Fuzzer.Case one = new Fuzzer(seed, this::credentials).next();
        product.transactions().reset();
        Wire.Answer answer;
        try {
            answer = one.request().send(product.uri());
        } catch (RuntimeException e) {
            wrong.add(seed + " " + one.route() + ": no answer: " + e);
            return;
        }
        if (answer.status() >= 200 && answer.status() < 300) {
            taken++;
            return;
        }
        refused++;
        if (answer.status() == 0 && answer.body().isEmpty()) {
            return;
        }
        if (answer.status() >= 500 || answer.status() < 400) {
            wrong.add(seed + " " + one.route() + ": " + answer.status() + " " + answer.body());
        } else if (!answer.body().isEmpty() && !answer.isProblem()) {
            wrong.add(seed + " " + one.route() + ": no problem: " + answer.headers() + answer.body());
        } else if (!answer.header("X-Content-Type-Options").equals("nosniff")) {
            wrong.add(seed + " " + one.route() + ": no headers: " + answer.status() + answer.headers());
        }
        TokenMatrixIT.byRequests(product)
                .forEach(written -> wrong.add(
                        seed + " " + one.route() + ": " + answer.status() + " and wrote " + written.statements()));
    }

    /** Whatever was stored does no harm; what was taken of recipes is put back. */
    private void goesOn() {
        product.setup().saveRecipe();
        product.awaitRun(product.approved(RunningProduct.newcomer()), "done");
    }

    private String credentials(Route route) {
        return switch (route.callers()) {
            case SITE, ADMINISTRATOR, AGENT, CUSTOMER, RECIPIENT ->
                ASKING.contains(route.toString()) || ENDING.contains(route.toString())
                        ? ""
                        : "JWT "
                                + Tokens.hs256(
                                        Tokens.claims(site, route, route.path(), Cast.ADA.accountId())
                                                .build(),
                                        site.sharedSecret());
            case AUTOMATION -> "Bearer " + automation;
            case OPERATOR -> "Bearer " + TwoSites.OPERATOR;
            case EVERYBODY, ATLASSIAN, FORGE, ARRIVING_ADMINISTRATOR, PERSON_IN_FRAME, ADMINISTRATOR_IN_FRAME -> "";
        };
    }

    /** Sends them and fails with all that was wrong; about a fifth should be taken. */
    static void holds(LongStream seeds) {
        var edge = new FuzzedEdge();
        List<String> wrong = edge.send(seeds);

        assertThat(wrong).as("the first number is the seed, for -Dfuzz.seed=N").isEmpty();
        assertThat(edge.taken()).as("requests that were taken").isPositive();
        assertThat(edge.refused()).as("requests that were refused").isPositive();
        edge.goesOn();
        System.out.printf("fuzzed edge: %d requests refused, %d taken%n", edge.refused(), edge.taken());
    }
}
