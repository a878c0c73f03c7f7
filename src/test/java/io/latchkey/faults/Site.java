package io.latchkey.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.RSAKey;
import io.latchkey.demo.Setup;
import io.latchkey.faults.vendors.Ask;
import io.latchkey.faults.vendors.MemoryJira;
import io.latchkey.faults.vendors.MemoryJira.Issue;
import io.latchkey.faults.vendors.MemoryOkta;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaGroup;
import io.latchkey.okta.SigningKeys;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.Recipes;
import io.latchkey.recipe.StepKind;
import io.latchkey.tenant.store.ConnectInstall;
import io.latchkey.tenant.store.InstallationRegister;
import io.latchkey.tenant.store.Installed;
import io.latchkey.work.Work;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The customer of one run: a site and an org that are set up, requests, and people who interfere. */
final class Site {

    private static final String CLIENT_KEY = "the-site";
    private static final String HOST = "site";
    private static final List<String> NAMES = List.of("Nora", "Omar", "Pia", "Quinn");

    private final Cluster cluster;
    private final RSAKey firstKey;
    private final RSAKey secondKey;
    private final List<Runnable> announced = new ArrayList<>();
    private @Nullable TenantId tenant;
    private boolean installed = true;
    private int deliveries;
    private boolean silent;

    Site(Cluster cluster, RSAKey firstKey, RSAKey secondKey) {
        this.cluster = cluster;
        this.firstKey = firstKey;
        this.secondKey = secondKey;
    }

    /** The same customer before anything was asked for. */
    Site again() {
        Site again = new Site(cluster, firstKey, secondKey);
        again.tenant = tenant();
        return again;
    }

    TenantId tenant() {
        return Objects.requireNonNull(tenant);
    }

    boolean isInstalled() {
        return installed;
    }

    private World world() {
        return cluster.world();
    }

    /** Installs the app, connects the org, saves the recipe. */
    void install(Node node) {
        Installed installedAs = node.bean(InstallationRegister.class)
                .installed(new ConnectInstall(
                        CLIENT_KEY,
                        Secret.of("a-shared-secret-of-at-least-32-bytes-length"),
                        URI.create("https://" + HOST + ".atlassian.net"),
                        HOST,
                        "jira"));
        TenantId made = ((Installed.Open) installedAs).tenant();
        tenant = made;
        node.bean(TenantTransactions.class).writeOnly(made, () -> {
            connect(node, made);
            // An org is connected long before its first request: no node's clock is so wrong that the key is none yet.
            keep(node, made, firstKey, world().now().minus(Duration.ofHours(1)));
        });
        save(node, Setup.exampleRecipe());
        save(node, byMail(Setup.exampleRecipe()));
    }

    private void save(Node node, String recipe) {
        RecipeReader reader = node.bean(RecipeReader.class);
        List<StepKind> kinds = node.bean(Work.class).stepKinds().entrySet().stream()
                .map(kind -> new StepKind(kind.getKey(), kind.getValue()))
                .toList();
        RecipeDocument document = (RecipeDocument) reader.read(recipe.getBytes(StandardCharsets.UTF_8), kinds);
        node.bean(TenantTransactions.class)
                .writeOnly(
                        tenant(),
                        () -> node.bean(Recipes.class)
                                .save(tenant(), document, "557058:ada", resolved(), (one, all) -> List.of()));
    }

    /** The account of this one is made without the second group, so that the step which follows has something to add. */
    private static String byMail(String example) {
        return of(MemoryJira.BY_MAIL, "onboard-by-mail", example)
                .replace("\"method\": \"comment\"", "\"method\": \"activation\"")
                .replaceFirst(", \"Engineering\"", "");
    }

    private static String of(String requestType, String key, String example) {
        return example.replace("\"onboard-employee\"", "\"" + key + "\"")
                .replace("\"" + MemoryJira.WITH_PASSWORD + "\"", "\"" + requestType + "\"");
    }

    private void connect(Node node, TenantId made) {
        OktaConnections connections = node.bean(OktaConnections.class);
        OktaConnection connection = ((OktaConnections.Result.Saved)
                        connections.create(made, "main", "https://" + HOST + ".okta.com"))
                .connection();
        connections.setClientId(made, connection.id(), MemoryOkta.CLIENT);
        MemoryOkta.GROUPS.entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(group -> connections.allowGroup(
                        made,
                        connection.id(),
                        new OktaGroup(group.getKey(), OktaGroup.Type.OKTA_GROUP, group.getValue(), Optional.empty())));
    }

    /** A key that was made before: to make one costs more than a whole run. */
    private void keep(Node node, TenantId made, RSAKey key, Instant signsFrom) {
        UUID id = UUID.fromString(key.getKeyID());
        Sealed sealed = node.bean(Vault.class)
                .seal(new Place(made, "okta_signing_key", "private_key", id, 1), Secret.of(key.toJSONString()));
        node.bean(JdbcClient.class)
                .sql("insert into okta_signing_key (tenant_id, id, public_jwk, private_key, private_key_key_id,"
                        + " private_key_version, created_at, signs_from) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        made.value(),
                        id,
                        key.toPublicJWK().toJSONString(),
                        sealed.ciphertext(),
                        sealed.keyId(),
                        sealed.version(),
                        world().now().atOffset(ZoneOffset.UTC),
                        signsFrom.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static ObjectNode resolved() {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        ObjectNode groups = resolved.putObject("groups");
        MemoryOkta.GROUPS.forEach((id, name) -> groups.put(name, id));
        resolved.put("requestTypeField", MemoryJira.TYPE_FIELD);
        resolved.putObject("transitions")
                .putObject("close")
                .put("transitionId", "31")
                .put("statusId", MemoryJira.DONE);
        return resolved;
    }

    /** The requests of this run. */
    void begin() {
        int many = world().isWild() ? 1 + Math.max(0, world().chance().nextInt(4) - 1) : 1;
        String before = "";
        for (int i = 0; i < many; i++) {
            String name = NAMES.get(i);
            boolean same = world().isWild() && i > 0 && world().chance().nextInt(8) == 0;
            String login = same ? before : name.toLowerCase(java.util.Locale.ROOT) + "@example.com";
            before = login;
            // Whoever asks, two requests are at times of the same slot.
            int id = 10_100 + 10 * i + (world().isWild() ? world().chance().nextInt(10) : 0);
            Issue issue = world().jira().raise(String.valueOf(id), type(), name, "Newcomer", login);
            script(issue, Duration.ofMillis(1_000 + 700L * i));
        }
    }

    private String type() {
        int kind = world().isWild() ? world().chance().nextInt(10) : 9;
        if (kind == 0) {
            saveLate();
            return MemoryJira.NEW_TYPE;
        }
        return kind < 3 ? MemoryJira.BY_MAIL : MemoryJira.WITH_PASSWORD;
    }

    /** The administrator saves this recipe when requests for it are there already. */
    private void saveLate() {
        boolean late = world().chance().nextInt(3) == 0;
        Duration wait = Duration.ofMillis(500 + world().chance().nextInt(late ? 3_600_000 : 90_000));
        world().schedule(
                        wait,
                        "a recipe is saved",
                        () -> cluster.up()
                                .ifPresentOrElse(
                                        node -> {
                                            boolean armed = world().arm(false);
                                            if (node.guarded(() -> save(
                                                    node,
                                                    of(MemoryJira.NEW_TYPE, "onboard-new", Setup.exampleRecipe())))) {
                                                cluster.facts().recipeSaved = world().now();
                                            }
                                            world().arm(armed);
                                        },
                                        this::saveLate));
    }

    private void script(Issue issue, Duration wait) {
        int kind = world().isWild() ? world().chance().nextInt(20) : 19;
        if (kind == 4) {
            Duration later = wait.plusMillis(world().chance().nextInt(20_000));
            world().schedule(later, "to be approved once more " + issue.id, () -> askAgain(issue));
        }
        if (kind == 5) {
            Duration later = wait.plusMillis(world().chance().nextInt(5_000));
            world().schedule(later, "closed " + issue.id, () -> {
                if (!issue.status.equals(MemoryJira.DONE)) {
                    world().jira().close(issue, MemoryJira.AGENT);
                    announce(issue, MemoryJira.AGENT);
                    world().schedule(
                                    Duration.ofMillis(100 + world().chance().nextInt(30_000)),
                                    "opened " + issue.id,
                                    () -> {
                                        world().jira().reopen(issue, MemoryJira.AGENT);
                                        askAgain(issue);
                                    });
                }
            });
        }
        if (kind == 0) {
            world().okta()
                    .createElsewhere(
                            MemoryOkta.SOMEBODY,
                            issue.login + (world().okta().byLogin(issue.login).isPresent() ? ".x" : ""));
        }
        if (kind == 1) {
            world().schedule(wait.dividedBy(2), "edited " + issue.id, () -> {
                world().jira().edit(issue, MemoryJira.REPORTER);
                announce(issue, MemoryJira.REPORTER);
            });
            if (world().chance().nextBoolean()) {
                Duration later = wait.plusSeconds(10 + world().chance().nextInt(60));
                world().schedule(later, "edited " + issue.id, () -> {
                    world().jira().edit(issue, MemoryJira.REPORTER);
                    announce(issue, MemoryJira.REPORTER);
                });
            }
        }
        if (kind == 2) {
            announce(issue, MemoryJira.REPORTER);
            return;
        }
        if (world().isWild() && world().chance().nextInt(3) == 0) {
            // A hint comes first, so that the approval is given while the request is being looked at.
            Duration before = Duration.ofMillis(world().chance().nextInt(900));
            world().schedule(wait.minus(before), "hinted " + issue.id, () -> announce(issue, MemoryJira.REPORTER));
        }
        String by = kind == 3 ? MemoryJira.REPORTER : MemoryJira.APPROVER;
        world().schedule(wait, "approved " + issue.id, () -> {
            world().jira().approve(issue, by);
            announce(issue, by);
        });
    }

    /** Jira's webhook about a change; it may be late, lost, or arrive twice. */
    private void announce(Issue issue, String by) {
        String delivery = "hook-" + deliveries++;
        Runnable deliver = () -> cluster.deliver(delivery, issue.id, by, 3);
        announced.add(deliver);
        int fate = silent ? 0 : world().isWild() ? world().chance().nextInt(10) : 9;
        if (fate == 0) {
            world().say("world", delivery + " is lost");
            if (world().chance().nextInt(3) == 0) {
                freezeIndex(Duration.ofSeconds(30 + world().chance().nextInt(150)));
            }
            return;
        }
        Duration wait = Duration.ofMillis(fate == 1 ? 5_000 + world().chance().nextInt(90_000) : 100);
        world().schedule(wait, delivery, deliver);
        if (fate == 2) {
            world().schedule(wait.plusMillis(world().chance().nextInt(3_000)), delivery + " again", deliver);
        }
    }

    /** The request whose account this call makes or changes. */
    Optional<Issue> about(Ask ask) {
        String id = ask.path().replaceFirst(".*/", "");
        String login = world().okta().users().stream()
                .filter(user -> user.id.equals(id))
                .map(user -> user.bornAs)
                .findFirst()
                .orElse(ask.body().path("profile").path("login").asText());
        return world().jira().issues().stream()
                .filter(issue -> issue.login.equalsIgnoreCase(login))
                .findFirst();
    }

    /** Somebody interferes, with this request or any. */
    void disturb(Fault fault, Node caller, Node other, Optional<Issue> about) {
        Issue issue = about.orElseGet(() -> world().any(world().jira().issues()));
        MemoryOkta okta = world().okta();
        Optional<MemoryOkta.User> account = okta.byLogin(issue.login);
        switch (fault) {
            case PERSON_CLOSES -> {
                if (!issue.status.equals(MemoryJira.DONE)) {
                    world().jira().close(issue, MemoryJira.AGENT);
                    announce(issue, MemoryJira.AGENT);
                }
            }
            case PERSON_REOPENS -> {
                if (issue.status.equals(MemoryJira.DONE)) {
                    world().jira().reopen(issue, MemoryJira.AGENT);
                    announce(issue, MemoryJira.AGENT);
                }
            }
            case PERSON_ASKS_AGAIN -> askAgain(issue);
            case PERSON_COPIES -> {
                world().jira().copy(issue, MemoryJira.AGENT);
                announce(issue, MemoryJira.AGENT);
            }
            case PERSON_RETRIES -> retryAll(other);
            case PERSON_COMMENTS -> {
                world().jira().say(issue, MemoryJira.AGENT);
                announce(issue, MemoryJira.AGENT);
            }
            case PERSON_EDITS -> {
                world().jira().edit(issue, MemoryJira.REPORTER);
                announce(issue, MemoryJira.REPORTER);
            }
            case PERSON_ADDS_GROUP -> account.ifPresent(user -> okta.changeMembership(user, "00gEng", true));
            case PERSON_REMOVES_GROUP -> account.ifPresent(user -> okta.changeMembership(user, "00gEng", false));
            case PERSON_MAKES_LOGIN -> {
                if (account.isEmpty()) {
                    okta.createElsewhere(MemoryOkta.SOMEBODY, issue.login);
                }
            }
            case APP_MAKES_LOGIN -> {
                if (account.isEmpty()) {
                    okta.createElsewhere(MemoryOkta.OTHER_APP, issue.login);
                }
            }
            case PERSON_SUSPENDS -> account.ifPresent(okta::suspend);
            case PERSON_RENAMES -> account.ifPresent(okta::rename);
            case PERSON_SIGNS_IN -> account.ifPresent(okta::signIn);
            case STALE_OKTA -> okta.lag(Duration.ofSeconds(2 + world().chance().nextInt(20)));
            case STALE_LOG ->
                okta.lagLog(Duration.ofSeconds(10 + world().chance().nextInt(120)));
            case AWAY -> goAway(issue);
            case STALE_JIRA -> freezeIndex(Duration.ofSeconds(90));
            case TOKENS_REVOKED -> okta.revokeTokens();
            case KEY_ROTATED -> rotate(other);
            case UNINSTALLED -> uninstall(other);
            case DISABLED -> disable(other);
            case CLOCK_AHEAD -> caller.jump(Duration.ofSeconds(25));
            case CLOCK_BACK -> caller.jump(Duration.ofSeconds(-25));
            case SIGNALS_AGAIN ->
                announced.forEach(deliver -> world().schedule(Duration.ofMillis(50), "again", deliver));
            default -> throw new IllegalArgumentException(fault + " is no interference");
        }
    }

    /** Longer than looks are tried again; and when somebody speaks afterwards, it is gone once more for a moment. */
    private void goAway(Issue issue) {
        Duration time = Duration.ofMinutes(5 + world().chance().nextInt(35));
        cluster.beAway(time);
        Duration wait = time.plusSeconds(1 + world().chance().nextInt(120));
        boolean again = world().chance().nextBoolean();
        world().schedule(wait, "somebody speaks", () -> {
            if (again) {
                cluster.beAway(Duration.ofMillis(500));
            }
            world().jira().say(issue, MemoryJira.AGENT);
            announce(issue, MemoryJira.AGENT);
        });
        // Whatever was parked meanwhile is tried again after as long as it had been tried, and at the next sweep.
        world().schedule(time.multipliedBy(2).plusMinutes(20), "what was parked is tried again", () -> {});
    }

    private void freezeIndex(Duration time) {
        world().jira().freezeIndex(true);
        world().later(time, "Jira's index catches up", () -> world().jira().freezeIndex(false));
    }

    /** While somebody is held back for this time, people change their mind, and no signal tells of it. */
    void silently(Fault fault, Optional<Issue> about, Duration time) {
        Issue issue = about.orElseGet(() -> world().any(world().jira().issues()));
        world().schedule(Duration.ofMillis(500), String.valueOf(fault), () -> {
            silent = true;
            if (fault == Fault.HELD_AND_ASKED_AGAIN) {
                askAgain(issue);
            } else if (!issue.status.equals(MemoryJira.DONE)) {
                world().jira().close(issue, MemoryJira.AGENT);
                reopenAfter(time, issue);
            }
            silent = false;
        });
    }

    private void reopenAfter(Duration time, Issue issue) {
        if (world().chance().nextBoolean()) {
            Duration later = time.plusSeconds(10 + world().chance().nextInt(60));
            world().schedule(later, "opened " + issue.id, () -> {
                if (issue.status.equals(MemoryJira.DONE)) {
                    world().jira().reopen(issue, MemoryJira.AGENT);
                    announce(issue, MemoryJira.AGENT);
                }
            });
        }
    }

    private void askAgain(Issue issue) {
        int before = issue.approvals.size();
        world().jira().askAgain(issue, MemoryJira.AGENT);
        if (issue.approvals.size() > before) {
            announce(issue, MemoryJira.AGENT);
            Duration wait = Duration.ofMillis(500 + world().chance().nextInt(60_000));
            boolean unheard = silent && world().chance().nextBoolean();
            world().schedule(wait, "approved anew " + issue.id, () -> {
                world().jira().approve(issue, MemoryJira.APPROVER);
                silent = unheard;
                announce(issue, MemoryJira.APPROVER);
                silent = false;
            });
        }
    }

    private void retryAll(Node node) {
        TenantTransactions transactions = node.bean(TenantTransactions.class);
        List<UUID> runs = new ArrayList<>();
        node.guarded(() -> runs.addAll(transactions.read(
                tenant(),
                () -> node.bean(JdbcClient.class)
                        .sql(
                                "select work_id from request_decision where tenant_id = ? and outcome = 'admitted' order by id")
                        .params(tenant().value())
                        .query(UUID.class)
                        .list())));
        runs.forEach(run -> node.guarded(() ->
                transactions.writeOnly(tenant(), () -> node.bean(Work.class).retry(tenant(), run, "557058:ada"))));
    }

    private void rotate(Node node) {
        node.guarded(() -> node.bean(TenantTransactions.class)
                .writeOnly(
                        tenant(),
                        () -> keep(node, tenant(), secondKey, world().now().plusSeconds(600))));
        world().schedule(
                        Duration.ofMinutes(15),
                        "the old key is retired",
                        () -> cluster.up().ifPresent(other -> {
                            boolean armed = world().arm(false);
                            other.guarded(() -> other.bean(TenantTransactions.class)
                                    .writeOnly(
                                            tenant(),
                                            () -> other.bean(SigningKeys.class).retireUnneeded(tenant())));
                            world().arm(armed);
                            world().okta().revokeKey(firstKey.getKeyID());
                        }));
    }

    private void uninstall(Node node) {
        if (installed) {
            installed = false;
            tellUninstalled(node);
        }
    }

    /** The site tells of it until it is heard. */
    private void tellUninstalled(Node node) {
        if (node.guarded(() -> node.bean(InstallationRegister.class).uninstalled(CLIENT_KEY))) {
            cluster.facts().uninstalledAt = world().now();
        } else {
            world().schedule(Duration.ofSeconds(5), "the removal is told again", () -> {
                boolean armed = world().arm(false);
                tellUninstalled(cluster.up().orElse(node));
                world().arm(armed);
            });
        }
    }

    private void disable(Node node) {
        node.guarded(() -> node.bean(InstallationRegister.class).enabled(CLIENT_KEY, false));
        world().schedule(
                        Duration.ofMinutes(7),
                        "enabled",
                        () -> cluster.up().ifPresent(other -> {
                            boolean armed = world().arm(false);
                            other.guarded(
                                    () -> other.bean(InstallationRegister.class).enabled(CLIENT_KEY, true));
                            world().arm(armed);
                        }));
    }
}
