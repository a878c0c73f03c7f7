package io.latchkey.adversarial;

import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.okta.OktaOrg;
import io.latchkey.testing.InstallKeysOfSites;
import io.latchkey.testing.RunningProduct;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One campaign against one product that four companies use at the same time. */
final class Adversary implements AutoCloseable {

    private static final long SEED = Long.getLong("adversarial.seed", 20_261_126L);
    private static final long AMPLE = 1_000_000_000L;

    private final InstallKeysOfSites keys = new InstallKeysOfSites();
    private final List<JiraSite> sites = new ArrayList<>();
    private final List<OktaOrg> orgs = new ArrayList<>();
    private final RunningProduct product;

    private Adversary() {
        product = RunningProduct.bare(this::properties);
    }

    /** The other companies' vendors share the first one's clock. */
    private Map<String, Object> properties(Sandbox sandbox) {
        sites.add(sandbox.jira());
        orgs.add(sandbox.okta());
        while (sites.size() < Scene.Role.values().length) {
            sites.add(JiraSite.start(Sandbox.HOST, 0, sandbox.clock()));
            orgs.add(OktaOrg.start(Sandbox.HOST, 0, sandbox.clock()));
        }
        keys.of(sites);
        List<String> hosts = new ArrayList<>(List.of(keys.uri().getAuthority()));
        sites.forEach(site -> hosts.add(site.uri().getAuthority()));
        orgs.forEach(org -> hosts.add(org.uri().getAuthority()));
        return Map.of(
                "latchkey.http.allowed-loopback",
                String.join(",", hosts),
                "latchkey.connect.install-keys-url",
                keys.uri().toString(),
                "latchkey.jira.points-per-hour",
                AMPLE,
                "latchkey.jira.calls-per-second",
                AMPLE / 1_000,
                "latchkey.work.slots-per-tenant",
                8,
                // However slow the machine is, nothing is parked that a scene holds back.
                "latchkey.work.max-attempts",
                10_000,
                "latchkey.work.longest-backoff",
                "1s");
    }

    /** Plays at least so many tickets and writes the report; fails when any of them ended otherwise than it should. */
    static void play(int tickets, Path report) {
        try (var adversary = new Adversary()) {
            adversary.run(tickets).write(report).demandNothingWrong();
        }
    }

    private Tally run(int tickets) {
        var tally = new Tally();
        List<Company> companies = new ArrayList<>();
        for (int i = 0; i < sites.size(); i++) {
            sites.get(i).rules().set("quota-points", AMPLE);
            sites.get(i).rules().set("burst-per-second", AMPLE / 1_000);
            RunningProduct.ampleLimits(orgs.get(i));
            companies.add(new Company(product, sites.get(i), orgs.get(i)));
        }
        var strangers = new Strangers(companies);
        ExecutorService stages = Executors.newFixedThreadPool(companies.size());
        try {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (Scene.Role role : Scene.Role.values()) {
                var campaign = new Campaign(companies.get(role.ordinal()), role, SEED, tally);
                running.add(CompletableFuture.runAsync(() -> campaign.run(tickets, strangers), stages));
            }
            running.forEach(CompletableFuture::join);
        } finally {
            stages.shutdown();
        }
        return tally;
    }

    @Override
    public void close() {
        product.close();
        sites.stream().skip(1).forEach(JiraSite::close);
        orgs.stream().skip(1).forEach(OktaOrg::close);
        keys.close();
    }
}
