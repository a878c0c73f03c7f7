package io.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.testing.Doorless;
import io.latchkey.testing.OnFreePort;
import io.latchkey.testing.OnPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** Keys are exchanged while nodes work, and a ciphertext opens where it was sealed and nowhere else. */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        properties = {"latchkey.crypto.turn-every=1h", "latchkey.edge.operator-token=the-operator"})
@ContextConfiguration(initializers = {OnPostgres.class, OnFreePort.class})
class KeyRotationIT {

    private static final String OLD = OnPostgres.MASTER_KEY;
    private static final String NEW = Base64.getEncoder().encodeToString(new byte[32]);
    private static final Duration REMEMBERED = Duration.ofSeconds(2);

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ids ids;

    @Autowired
    private Environment environment;

    private Node old;
    private TenantId tenant;

    @BeforeEach
    void aTenant() {
        old = new Node(OLD, NEW, Clock.systemUTC());
        tenant = Doorless.tenant(new TenantId(ids.next()), transactions, jdbc, old.vault);
    }

    @AfterEach
    void noRotationIsLeft() {
        jdbc.sql("delete from key_rotation").update();
    }

    @Test
    void aMasterKeyIsExchangedWhileNodesRun() {
        Node turned = new Node(NEW, OLD, Clock.systemUTC());
        UUID before = keep(old.vault, "before");
        byte[] fingerprint = fingerprint(old);

        turned.rewrap.pass();
        UUID between = keep(old.vault, "by a node that remembers");
        UUID fresh = keep(new Node(OLD, NEW, Clock.systemUTC()).vault, "by a node of before that has just started");

        assertThat(turned.rewrap.pass()).as("nothing is left").isZero();
        Node without = new Node(NEW, null, Clock.systemUTC());
        assertThat(List.of(read(without.vault, before), read(without.vault, between), read(without.vault, fresh)))
                .containsExactly("before", "by a node that remembers", "by a node of before that has just started");
        assertThat(fingerprint(without)).isEqualTo(fingerprint);
        assertThat(transactions.writeTenantless(without.vault::missingMasterKeys))
                .isEmpty();
        Node dropped = new Node(OLD, null, Clock.systemUTC());
        assertThat(transactions.writeTenantless(dropped.vault::missingMasterKeys))
                .containsExactly(turned.wrapping.current());
        assertThat(transactions.read(tenant, () -> dropped.vault.opensKeysetOf(tenant)))
                .isFalse();
        // As it was, for the node of this test's context and the tests beside this one.
        old.rewrap.pass();
    }

    @Test
    void aTenantsRowsAreSealedAnewWhileOthersReadAndWrite() throws Exception {
        Map<UUID, String> kept = new ConcurrentHashMap<>();
        for (int i = 0; i < 250; i++) {
            kept.put(keep(old.vault, "value " + i), "value " + i);
        }
        var stop = new AtomicBoolean();
        ExecutorService traffic = Executors.newFixedThreadPool(4);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(traffic.submit(() -> readAndWrite(new Node(OLD, NEW, Clock.systemUTC()), kept, stop)));
        }
        readAndWriteOnce(old, kept);

        old.rotations.begin(tenant);
        for (int i = 0; i < 2; i++) {
            Node worker = new Node(OLD, NEW, Clock.systemUTC());
            running.add(traffic.submit(() -> turnUntilFinished(worker)));
        }
        running.get(2).get(120, TimeUnit.SECONDS);
        running.get(3).get(120, TimeUnit.SECONDS);
        stop.set(true);
        running.get(0).get(30, TimeUnit.SECONDS);
        running.get(1).get(30, TimeUnit.SECONDS);
        traffic.shutdown();

        assertThat(keysets()).hasSize(1);
        assertThat(usedKeysets()).isEqualTo(keysets());
        Node started = new Node(OLD, null, Clock.systemUTC());
        assertThat(kept)
                .hasSizeGreaterThan(250)
                .allSatisfy((id, value) -> assertThat(read(started.vault, id)).isEqualTo(value));
        assertThat(progress().resealed()).isGreaterThanOrEqualTo(250);
        assertThat(progress().finishedAt()).isNotNull();
    }

    @Test
    void goesOnWhereAnotherNodeDied() {
        for (int i = 0; i < 150; i++) {
            keep(old.vault, "value");
        }
        UUID first = keysets().get(0);
        old.rotations.begin(tenant);
        stepThrough(old, "audit_personal.value");

        // It dies when it has written the rows and not yet where it stands.
        Node dying = new Node(OLD, NEW, new DyingClock(1));
        assertThatThrownBy(dying.reseal::step).hasMessage("killed");
        assertThat(countUnder(first)).isEqualTo(50);

        Node other = new Node(OLD, NEW, Clock.systemUTC());
        stepThrough(other, "installation.shared_secret");
        assertThat(countUnder(first)).isZero();
        assertThat(progress().resealed()).isEqualTo(150);
        assertThat(keysets()).as("too early to destroy the old one").contains(first);
    }

    @Test
    void oldKeysetsStayWhileARowDoesNotOpen() {
        UUID broken = keep(old.vault, "value");
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("update audit_personal set value = '\\x00'::bytea where tenant_id = ? and id = ?")
                        .params(tenant.value(), broken)
                        .update());
        UUID first = keysets().get(0);
        old.rotations.begin(tenant);

        for (int pass = 0; pass < 5; pass++) {
            Node later = new Node(OLD, NEW, Clock.offset(Clock.systemUTC(), REMEMBERED.multipliedBy(10L * pass)));
            for (int i = 0; i < 30 && later.reseal.step(); i++) {
                assertThat(progress().finishedAt()).isNull();
            }
        }

        assertThat(progress().unreadable()).isEqualTo(1);
        assertThat(keysets()).contains(first);
    }

    /** What was copied before a rotation opens nowhere after it: not even with its whole row. */
    @Test
    void aRowThatIsRolledBackBehindARotationDoesNotOpen() {
        UUID row = keep(old.vault, "value");
        Sealed copied = stored(row);
        old.rotations.begin(tenant);
        for (int pass = 0; pass < 6 && progress().finishedAt() == null; pass++) {
            Node later = new Node(OLD, NEW, Clock.offset(Clock.systemUTC(), REMEMBERED.multipliedBy(10L * pass)));
            for (int i = 0; i < 30 && later.reseal.step(); i++) {
                assertThat(read(new Node(OLD, NEW, Clock.systemUTC()).vault, row))
                        .isEqualTo("value");
            }
        }
        assertThat(progress().finishedAt()).isNotNull();

        Node started = new Node(OLD, NEW, Clock.systemUTC());
        assertThatThrownBy(() -> transactions.read(tenant, () -> started.vault.open(place(row), copied)))
                .isInstanceOf(CannotOpen.class);
    }

    @Test
    void aCiphertextOpensWhereItWasSealedAndNowhereElse() {
        UUID row = ids.next();
        TenantId stranger = Doorless.tenant(new TenantId(ids.next()), transactions, jdbc, old.vault);
        var place = new Place(tenant, "t", "c", row, 2);
        Sealed sealed = transactions.read(tenant, () -> old.vault.seal(place, Secret.of("new")));
        Sealed before =
                transactions.read(tenant, () -> old.vault.seal(new Place(tenant, "t", "c", row, 1), Secret.of("old")));
        Sealed theirs = transactions.read(
                stranger, () -> old.vault.seal(new Place(stranger, "t", "c", row, 2), Secret.of("theirs")));

        assertRefused(new Place(tenant, "other", "c", row, 2), sealed);
        assertRefused(new Place(tenant, "t", "other", row, 2), sealed);
        assertRefused(new Place(tenant, "t", "c", ids.next(), 2), sealed);
        assertRefused(new Place(tenant, "t", "c", row, 3), sealed);
        // The older value, as the row says that it is: and as the older value's own row said.
        assertRefused(place, before);
        assertRefused(place, new Sealed(before.keyId(), 2, before.ciphertext()));
        assertRefused(place, theirs);
        assertRefused(place, new Sealed(sealed.keyId(), 2, theirs.ciphertext()));
        assertRefused(place, new Sealed(ids.next(), 2, sealed.ciphertext()));
        assertThat(transactions
                        .read(tenant, () -> old.vault.open(place, sealed))
                        .reveal())
                .isEqualTo("new");
    }

    /** The worker finds them in the catalogue; whoever adds one has to let the application seal it anew. */
    @Test
    void everySealedColumnCanBeSealedAnew() {
        List<SealedColumn> columns = SealedColumn.all(jdbc);

        assertThat(columns)
                .extracting(SealedColumn::place)
                .contains(
                        "audit_personal.value",
                        "installation.shared_secret",
                        "okta_signing_key.private_key",
                        "request_decision.input",
                        "step_intent.secret",
                        "step_outcome.outcome",
                        "webhook.previous_secret",
                        "webhook.secret",
                        "webhook.url",
                        "work_item.plan");
        assertThat(columns).allSatisfy(column -> {
            for (String name : List.of(column.column(), column.column() + "_key_id")) {
                assertThat(jdbc.sql("select has_column_privilege(current_user, ?, ?, 'update')")
                                .params(column.table(), name)
                                .query(Boolean.class)
                                .single())
                        .as("%s of %s", name, column.table())
                        .isTrue();
            }
        });
    }

    @Test
    void theOperatorBeginsRotationsAndSeesHowFarTheyAre() throws Exception {
        assertThat(call("POST", "{\"tenant\":\"" + tenant + "\"}", "the-operator")
                        .path("begun")
                        .asInt())
                .isEqualTo(1);

        JsonNode keys = call("GET", null, "the-operator");

        assertThat(keys.path("wrapsNow").asText()).isEqualTo(old.wrapping.current());
        assertThat(keys.path("keysets").path(old.wrapping.current()).asLong()).isPositive();
        assertThat(keys.path("rotations").toString()).contains(tenant.toString());
        assertThat(keys.toString()).doesNotContain(OLD);
        assertThat(call("GET", null, "somebody").path("code").asText()).isEqualTo("operator.token-required");
    }

    private JsonNode call(String method, @Nullable String body, String token) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + environment.getProperty("server.port") + "/actuator/keys"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private void assertRefused(Place place, Sealed sealed) {
        assertThatThrownBy(() -> transactions.read(tenant, () -> old.vault.open(place, sealed)))
                .isInstanceOf(CannotOpen.class);
    }

    private boolean readAndWrite(Node node, Map<UUID, String> kept, AtomicBoolean stop) {
        while (!stop.get()) {
            readAndWriteOnce(node, kept);
        }
        return true;
    }

    private void readAndWriteOnce(Node node, Map<UUID, String> kept) {
        String value = "written " + ThreadLocalRandom.current().nextLong();
        kept.put(keep(node.vault, value), value);
        List<UUID> known = List.copyOf(kept.keySet());
        UUID any = known.get(ThreadLocalRandom.current().nextInt(known.size()));
        assertThat(read(node.vault, any)).isEqualTo(kept.get(any));
    }

    private boolean turnUntilFinished(Node node) {
        while (progress().finishedAt() == null) {
            node.reseal.step();
        }
        return true;
    }

    private void stepThrough(Node node, String place) {
        while (!progress().place().equals(place)) {
            assertThat(node.reseal.step()).isTrue();
        }
    }

    private UUID keep(Vault vault, String value) {
        UUID id = ids.next();
        transactions.writeOnly(tenant, () -> {
            Sealed sealed = vault.seal(place(id), Secret.of(value));
            jdbc.sql(
                            "insert into audit_personal (tenant_id, id, event_id, name, salt, value, value_key_id, value_version)"
                                    + " values (?, ?, ?, 'n', ''::bytea, ?, ?, ?)")
                    .params(tenant.value(), id, id, sealed.ciphertext(), sealed.keyId(), sealed.version())
                    .update();
        });
        return id;
    }

    private String read(Vault vault, UUID id) {
        return transactions.read(
                tenant, () -> vault.open(place(id), storedNow(id)).reveal());
    }

    private Sealed stored(UUID id) {
        return transactions.read(tenant, () -> storedNow(id));
    }

    private Sealed storedNow(UUID id) {
        return jdbc.sql("select value, value_key_id, value_version from audit_personal where tenant_id = ? and id = ?")
                .params(tenant.value(), id)
                .query((row, n) -> new Sealed(
                        row.getObject("value_key_id", UUID.class), row.getInt("value_version"), row.getBytes("value")))
                .single();
    }

    private Place place(UUID id) {
        return new Place(tenant, "audit_personal", "value", id, 1);
    }

    private byte[] fingerprint(Node node) {
        return transactions.write(tenant, () -> node.fingerprints.of(tenant, "purpose", new byte[] {1}));
    }

    private List<UUID> keysets() {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select id from tenant_keyset where tenant_id = ? order by created_at, id")
                        .param(tenant.value())
                        .query(UUID.class)
                        .list());
    }

    private List<UUID> usedKeysets() {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select distinct value_key_id from audit_personal where tenant_id = ?")
                        .param(tenant.value())
                        .query(UUID.class)
                        .list());
    }

    private long countUnder(UUID keyset) {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select count(*) from audit_personal where tenant_id = ? and value_key_id = ?")
                        .params(tenant.value(), keyset)
                        .query(Long.class)
                        .single());
    }

    private KeyRotations.Progress progress() {
        return old.rotations.progress().stream()
                .filter(one -> one.tenant().equals(tenant.value()))
                .findFirst()
                .orElseThrow();
    }

    /** What of a node has to do with keys. */
    private final class Node {

        private final Wrapping wrapping;
        private final Vault vault;
        private final Fingerprints fingerprints;
        private final Rewrap rewrap;
        private final Reseal reseal;
        private final KeyRotations rotations;

        Node(String master, @Nullable String further, Clock clock) {
            var properties = new CryptoProperties(master, null, further, null, REMEMBERED, Duration.ofHours(1));
            this.wrapping = new Wrapping(new ConfiguredMasterKeys(properties));
            this.vault = new Vault(wrapping, jdbc, ids, clock, properties);
            this.fingerprints = new Fingerprints(wrapping, jdbc, clock);
            this.rewrap = new Rewrap(wrapping, transactions, jdbc);
            this.reseal = new Reseal(vault, transactions, jdbc, properties, clock);
            this.rotations = new KeyRotations(vault, transactions, jdbc, clock);
        }
    }

    /** Tells the time so often, and then never again. */
    private static final class DyingClock extends Clock {

        private int left;

        DyingClock(int times) {
            this.left = times;
        }

        @Override
        public Instant instant() {
            if (left-- == 0) {
                throw new IllegalStateException("killed");
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
