package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import io.latchkey.okta.OktaConnections.Result;
import io.latchkey.okta.SigningKeys.Delivery;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.PublicUrl;
import io.latchkey.platform.time.Ids;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.sandbox.okta.OktaOrg;
import io.latchkey.tenant.Tenant;
import io.latchkey.testing.OnFreePort;
import io.latchkey.testing.OnPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Settings, keys and clients of connections in the running product, with an organisation that fetches our keys. */
@SpringBootTest(webEnvironment = WebEnvironment.DEFINED_PORT)
@ContextConfiguration(initializers = {OnPostgres.class, OnFreePort.class})
class OktaConnectionsIT {

    private static final String LOGIN = "existing.person@example.com";
    private static final SandboxClock CLOCK = new SandboxClock();
    private static final OktaOrg ORG = OktaOrg.start("127.0.0.1", 0, CLOCK);

    @DynamicPropertySource
    static void allowTheOrganisation(DynamicPropertyRegistry registry) {
        registry.add("latchkey.http.allowed-loopback", () -> ORG.uri().getAuthority());
    }

    @Autowired
    private OktaConnections connections;

    @Autowired
    private SigningKeys keys;

    @Autowired
    private SigningKeyRows keyRows;

    @Autowired
    private OktaDirectories directories;

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private RenewRoleSightings sightings;

    @Autowired
    private EraseOktaKeys erase;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Vault vault;

    @Autowired
    private Ids ids;

    @Autowired
    private PublicUrl publicUrl;

    private final SandboxClock clock = CLOCK;
    private final OktaOrg org = ORG;

    private TenantId tenant;
    private TenantId stranger;

    @BeforeEach
    void tenants() {
        tenant = aTenant();
        stranger = aTenant();
    }

    private TenantId aTenant() {
        var made = new TenantId(ids.next());
        transactions.writeOnly(made, () -> vault.createKeyset(made));
        return made;
    }

    @Nested
    class Settings {

        @Test
        void keepsAConnectionOfItsTenant() {
            OktaConnection made = connection("Main");

            OktaConnection changed = saved(transactions.write(
                    tenant, () -> connections.setClientId(tenant, made.id(), "  0oaabcdefghijklmnopq ")));

            assertThat(changed.clientId()).contains("0oaabcdefghijklmnopq");
            assertThat(changed.revision()).isGreaterThan(made.revision());
            assertThat(transactions.read(tenant, () -> connections.find(tenant, "Main")))
                    .contains(changed);
            assertThat(transactions.read(tenant, () -> connections.list(tenant)))
                    .containsExactly(changed);
            assertThat(transactions.read(stranger, () -> connections.list(stranger)))
                    .isEmpty();
            assertThat(transactions.<Optional<OktaConnection>>read(stranger, () -> connections.find(tenant, made.id())))
                    .isEmpty();
        }

        @Test
        void refusesWithACode() {
            connection("Main");

            assertThat(refusal(
                            () -> connections.create(tenant, "Main", org.uri().toString())))
                    .isEqualTo("okta.name-taken");
            assertThat(refusal(() -> connections.create(tenant, " ", org.uri().toString())))
                    .isEqualTo("okta.name-invalid");
            // It stands in addresses.
            for (String name : List.of("EU/main", "EU\\main")) {
                assertThat(refusal(
                                () -> connections.create(tenant, name, org.uri().toString())))
                        .isEqualTo("okta.name-invalid");
            }
            assertThat(refusal(() -> connections.create(tenant, "Other", "https://login.acme.com")))
                    .isEqualTo("okta.org-url-refused");
            OktaConnection made = transactions.read(
                    tenant, () -> connections.find(tenant, "Main").orElseThrow());
            assertThat(refusal(() -> connections.setClientId(tenant, made.id(), "0oa/../x")))
                    .isEqualTo("okta.client-id-invalid");
        }

        @Test
        void keepsTheAllowedGroups() {
            OktaConnection made = connection("Main");
            var sales = new OktaGroup("00gsales000000000000", OktaGroup.Type.OKTA_GROUP, "Sales", Optional.empty());

            transactions.writeOnly(tenant, () -> connections.allowGroup(tenant, made.id(), sales));
            transactions.writeOnly(tenant, () -> connections.allowGroup(tenant, made.id(), sales));

            assertThat(transactions.read(tenant, () -> connections.allowedGroups(tenant, made.id())))
                    .containsExactly(new AllowedGroup(sales.id(), "Sales"));
            assertThat(transactions.read(tenant, () -> connections.isAllowed(tenant, made.id(), sales.id())))
                    .isTrue();
            assertThat(transactions.read(stranger, () -> connections.isAllowed(stranger, made.id(), sales.id())))
                    .isFalse();

            transactions.writeOnly(tenant, () -> connections.disallowGroup(tenant, made.id(), sales.id()));

            assertThat(transactions.read(tenant, () -> connections.isAllowed(tenant, made.id(), sales.id())))
                    .isFalse();
        }

        /** By the app Okta says whose an account is, so an app serves one connection. */
        @Test
        void letsAnAppServeOneConnectionOnly() {
            OktaConnection made = connection("Main");
            OktaConnection second = connection("Second");
            String app = "0oa" + ids.next();
            saved(transactions.write(tenant, () -> connections.setClientId(tenant, made.id(), app)));
            saved(transactions.write(tenant, () -> connections.setClientId(tenant, made.id(), app)));

            assertThat(refusal(() -> connections.setClientId(tenant, second.id(), app)))
                    .isEqualTo("okta.app-in-use");
        }

        private String refusal(java.util.function.Supplier<Result> change) {
            return ((Result.Refused) transactions.write(tenant, change)).code();
        }
    }

    @Nested
    class Keys {

        private OktaConnection main;

        @BeforeEach
        void oneConnection() {
            main = app("Main");
        }

        @Test
        void publishesPublicPartsOnly() throws Exception {
            String pasted = publicJwk();

            var answer = fetch(tenant.toString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().allValues("cache-control")).containsExactly("max-age=300, public");
            JWKSet published = JWKSet.parse(answer.body());
            assertThat(published.getKeys()).singleElement().satisfies(key -> {
                assertThat(key.isPrivate()).isFalse();
                assertThat(key.size()).isGreaterThanOrEqualTo(2048);
                assertThat(key.toJSONString())
                        .isEqualTo(com.nimbusds.jose.jwk.JWK.parse(pasted).toJSONString());
            });
            assertThat(pasted).doesNotContain("\"d\":").isEqualTo(publicJwk());
        }

        @Test
        void tellsNobodyWhichTenantsExist() throws Exception {
            for (String name : List.of(stranger.toString(), ids.next().toString(), "nonsense")) {
                var answer = fetch(name);

                assertThat(answer.statusCode()).isEqualTo(404);
                assertThat(answer.headers().firstValue("content-type").orElseThrow())
                        .startsWith("application/problem+json");
                assertThat(answer.body()).contains("okta.no-keys");
            }
        }

        @Test
        void rotatesWithAnOverlap() {
            publicJwk();
            UUID first = signing();
            use(main, first);

            UUID second = rotated(Delivery.FETCHED);

            assertThat(published()).containsExactlyInAnyOrder(first, second);
            assertThat(signing()).isEqualTo(first);
            assertThat(transactions.write(tenant, () -> keys.rotate(tenant, Delivery.PASTED)))
                    .isInstanceOf(SigningKeys.Result.Refused.class);
            clock.advance(SigningKeys.PUBLISHED_AHEAD);
            assertThat(signing()).isEqualTo(second);
        }

        @Test
        void keepsTheOlderKeyUntilNobodyNeedsIt() {
            publicJwk();
            UUID first = signing();
            use(main, first);
            UUID second = rotated(Delivery.FETCHED);
            clock.advance(SigningKeys.PUBLISHED_AHEAD);

            clock.advance(Duration.ofHours(3));
            assertThat(retired()).as("the newer one was never accepted").isEmpty();
            use(main, first);
            clock.advance(Duration.ofSeconds(1));
            use(main, second);
            assertThat(retired()).as("somebody has just needed the older one").isEmpty();
            clock.advance(Duration.ofHours(2).plusSeconds(1));

            assertThat(retired()).containsExactly(first);
            assertThat(published()).containsExactly(second);
            assertThat(transactions.read(
                            tenant,
                            () -> keyRows.findById(RowId.of(tenant, first))
                                    .orElseThrow()
                                    .sealed()))
                    .as("its private part")
                    .isEmpty();
        }

        /** Each connection has an app of its own in Okta, and an administrator may have forgotten one. */
        @Test
        void keepsTheOlderKeyForTheConnectionThatHasNotMovedOn() {
            OktaConnection other = app("Other");
            connection("Without a client id");
            publicJwk();
            UUID first = signing();
            use(main, first);
            use(other, first);
            UUID second = rotated(Delivery.FETCHED);
            assertThat(neededBy(first)).containsExactly("Main", "Other");
            assertThat(neededBy(second)).isEmpty();
            clock.advance(SigningKeys.PUBLISHED_AHEAD);
            use(main, second);

            clock.advance(Duration.ofDays(400));
            assertThat(retired()).as("the other one was idle").isEmpty();
            assertThat(neededBy(first)).containsExactly("Other");
            assertThat(neededBy(second)).containsExactly("Main", "Other");
            use(other, second);

            assertThat(neededBy(first)).isEmpty();
            assertThat(retired()).containsExactly(first);
        }

        /** The key that signs, once Okta has fetched a second one and the connection has used that. */
        private UUID leftForASecond() {
            publicJwk();
            UUID first = signing();
            UUID second = rotated(Delivery.FETCHED);
            clock.advance(SigningKeys.PUBLISHED_AHEAD);
            use(main, second);
            return first;
        }

        /** Okta had to be asked with the older key once more: the newer one was taken out of the app again. */
        @Test
        void keepsTheOlderKeyForAConnectionThatCameBackToIt() {
            UUID first = leftForASecond();
            clock.advance(Duration.ofHours(1));
            use(main, first);

            clock.advance(Duration.ofDays(1));

            assertThat(neededBy(first)).containsExactly("Main");
            assertThat(retired()).isEmpty();
        }

        /** What one app knows says nothing of another. */
        @Test
        void keepsTheOlderKeyForAnAppThatWasEnteredSince() {
            UUID first = leftForASecond();
            saved(transactions.write(tenant, () -> connections.setClientId(tenant, main.id(), "0oa" + ids.next())));

            clock.advance(Duration.ofDays(1));

            assertThat(neededBy(first)).containsExactly("Main");
            assertThat(retired()).isEmpty();
        }

        /** Two rotations behind each other: each old key is judged by all that are newer. */
        @Test
        void retiresAKeyOnceAnyNewerOneServesInItsPlace() {
            publicJwk();
            UUID first = signing();
            UUID second = rotated(Delivery.FETCHED);
            clock.advance(SigningKeys.PUBLISHED_AHEAD);
            use(main, second);
            UUID third = rotated(Delivery.FETCHED);
            clock.advance(Duration.ofHours(3));

            assertThat(retired()).containsExactly(first);
            assertThat(published()).containsExactlyInAnyOrder(second, third);
        }

        @Test
        void neverRetiresTheOlderKeyWhileAnAssertionOfItIsValid() {
            UUID first = leftForASecond();

            clock.advance(Duration.ofMinutes(10).minusSeconds(40));
            assertThat(retired()).isEmpty();
            clock.advance(Duration.ofSeconds(41));

            assertThat(retired()).containsExactly(first);
        }

        @Test
        void aPastedKeySignsWhenAnAdministratorSaysSo() {
            publicJwk();
            UUID first = signing();

            UUID second = rotated(Delivery.PASTED);
            clock.advance(Duration.ofDays(30));

            assertThat(publicJwk()).contains(second.toString());
            assertThat(signing()).isEqualTo(first);
            transactions.writeOnly(tenant, () -> keys.activate(tenant, second));
            assertThat(signing()).isEqualTo(second);
            assertThat(transactions.write(tenant, () -> keys.activate(tenant, second)))
                    .isInstanceOf(SigningKeys.Result.Refused.class);
        }

        @Test
        void keepsThePrivatePartSealed() {
            publicJwk();

            byte[] stored = transactions.read(
                    tenant,
                    () -> keyRows.findAll().get(0).sealed().orElseThrow().ciphertext());

            assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("kty");
        }

        private HttpResponse<String> fetch(String name) throws Exception {
            var request = HttpRequest.newBuilder(keyAddress(name)).build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        }

        private UUID signing() {
            return UUID.fromString(
                    transactions.read(tenant, () -> keys.signing(tenant).get(0).getKeyID()));
        }

        private UUID rotated(Delivery delivery) {
            clock.advance(Duration.ofSeconds(1));
            return ((SigningKeys.Result.Done) transactions.write(tenant, () -> keys.rotate(tenant, delivery)))
                    .key()
                    .kid();
        }

        private OktaConnection app(String name) {
            OktaConnection made = connection(name);
            return saved(
                    transactions.write(tenant, () -> connections.setClientId(tenant, made.id(), "0oa" + ids.next())));
        }

        private void use(OktaConnection connection, UUID kid) {
            transactions.writeOnly(
                    tenant, () -> keys.used(connection, connection.clientId().orElseThrow(), kid));
        }

        private List<String> neededBy(UUID kid) {
            return transactions.read(tenant, () -> keys.list(tenant)).stream()
                    .filter(key -> key.kid().equals(kid))
                    .findFirst()
                    .orElseThrow()
                    .neededBy();
        }

        private List<UUID> retired() {
            return transactions.write(tenant, () -> keys.retireUnneeded(tenant));
        }

        private List<UUID> published() {
            return transactions.read(tenant, () -> keys.publicKeys(tenant)).getKeys().stream()
                    .map(key -> UUID.fromString(key.getKeyID()))
                    .toList();
        }
    }

    /** Whose an app is. */
    @Nested
    class Owners {

        @Test
        void areThoseWhoseKeyOktaAcceptsNotWhoeverTypesTheClientIdFirst() {
            String app = registered();
            transactions.writeOnly(stranger, () -> keys.publicJwk(stranger));
            OktaConnection typed = saved(theirs(app));
            assertThat(codes(typed)).containsExactly("okta.key-not-accepted");

            OktaConnection proven = connected(app);

            assertThat(directories.of(proven).findUser(LOGIN)).isPresent();
            stranger = aTenant();
            assertThat(refusedToThem(app)).isEqualTo("okta.app-in-use");
        }

        /** Okta accepts both keys: what two sites make with one app could not be told apart. */
        @Test
        void areTheFirstOfTwo() {
            String both = "{\"keys\":[" + publicJwk() + ","
                    + transactions.write(stranger, () -> keys.publicJwk(stranger)) + "]}";
            String app =
                    org.registerApp("Both", both, Set.copyOf(OktaScopes.NAMES), Set.of(AdminRole.USER_ADMIN), false);
            OktaConnection typed = saved(theirs(app));
            assertThat(directories.of(connected(app)).findUser(LOGIN)).isPresent();

            assertThat(codes(typed)).containsExactly("okta.app-in-use");
            assertThatThrownBy(() -> directories.of(typed).findUser(LOGIN))
                    .isInstanceOfSatisfying(
                            OktaFailure.Setup.class,
                            failure -> assertThat(failure.code()).isEqualTo("okta.app-in-use"));
        }

        @Test
        void areThoseNoMoreWhoUseAnotherApp() {
            String app = registered();
            OktaConnection proven = connected(app);
            assertThat(directories.of(proven).findUser(LOGIN)).isPresent();

            saved(transactions.write(tenant, () -> connections.setClientId(tenant, proven.id(), "0oa" + ids.next())));

            assertThat(theirs(app)).isInstanceOf(Result.Saved.class);
        }

        /** None of these tenants has an open door; what was given for a time may still have to end. */
        @Test
        void areThoseNoMoreWhoseKeysAreErased() {
            String app = registered();
            assertThat(directories.of(connected(app)).findUser(LOGIN)).isPresent();

            assertThat(sightings.renew(tenant)).isFalse();
            assertThat(refusedToThem(app)).isEqualTo("okta.app-in-use");

            transactions.write(tenant, () -> erase.erase(tenant));

            assertThat(theirs(app)).isInstanceOf(Result.Saved.class);
        }

        private String registered() {
            return org.registerApp(
                    "Latchkey",
                    "{\"keys\":[" + publicJwk() + "]}",
                    Set.copyOf(OktaScopes.NAMES),
                    Set.of(AdminRole.USER_ADMIN),
                    false);
        }

        private OktaConnection connected(String app) {
            OktaConnection made = connection("Main");
            return saved(transactions.write(tenant, () -> connections.setClientId(tenant, made.id(), app)));
        }

        private Result theirs(String app) {
            return transactions.write(stranger, () -> {
                OktaConnection made = saved(connections.create(
                        stranger, "Main " + ids.next(), org.uri().toString()));
                return connections.setClientId(stranger, made.id(), app);
            });
        }

        private String refusedToThem(String app) {
            return ((Result.Refused) theirs(app)).code();
        }

        private List<String> codes(OktaConnection connection) {
            return directories.of(connection).probe().findings().stream()
                    .map(ProbeReport.Finding::code)
                    .toList();
        }
    }

    @Nested
    class Clients {

        /** Okta fetches our keys by itself, so that nobody's hands are needed. */
        @Test
        void worksThroughAKeyAddressBeforeAndAfterARotation() {
            publicJwk();
            OktaConnection connected = connected(org.registerApp(
                    "Latchkey",
                    keyAddress(tenant.toString()),
                    Set.copyOf(OktaScopes.NAMES),
                    Set.of(AdminRole.USER_ADMIN)));
            assertThat(directories.of(connected).findUser(LOGIN)).isPresent();

            transactions.writeOnly(tenant, () -> keys.rotate(tenant, Delivery.FETCHED));
            clock.advance(Duration.ofHours(2));
            assertThat(directories.of(connected).findUser(LOGIN)).isPresent();
            clock.advance(Duration.ofHours(2));

            assertThat(transactions.write(tenant, () -> keys.retireUnneeded(tenant)))
                    .hasSize(1);
            assertThat(directories.of(connected).findUser(LOGIN)).isPresent();
        }

        /** Whoever pasted a key and rotates as if it were fetched loses nothing. */
        @Test
        void goesOnWithTheOlderKeyWhereOktaDoesNotKnowTheNewer() {
            OktaConnection connected = connected();

            transactions.writeOnly(tenant, () -> keys.rotate(tenant, Delivery.FETCHED));
            clock.advance(Duration.ofHours(3));

            assertThat(directories.of(connected).findUser(LOGIN)).isPresent();
            assertThat(transactions.write(tenant, () -> keys.retireUnneeded(tenant)))
                    .isEmpty();
        }

        @Test
        void triesAKeyBeforeItSigns() {
            OktaConnection connected = connected();
            clock.advance(Duration.ofSeconds(1));

            transactions.writeOnly(tenant, () -> keys.rotate(tenant, Delivery.PASTED));

            List<SigningKey> listed = transactions.read(tenant, () -> keys.list(tenant));
            assertThat(listed)
                    .extracting(SigningKey::state)
                    .containsExactly(SigningKey.State.WAITING, SigningKey.State.SIGNING);
            assertThat(directories.refusalOf(listed.get(0).kid(), connected))
                    .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo("okta.key-not-accepted"));
            assertThat(directories.refusalOf(listed.get(1).kid(), connected)).isEmpty();
        }

        @Test
        void worksWithAPastedKey() {
            assertThat(directories.of(connected()).findUser(LOGIN)).isPresent();
        }

        @Test
        void closesIdleClients() {
            OktaDirectory idle = directories.of(connected());
            idle.findUser(LOGIN);

            directories.closeAll();

            assertThatThrownBy(() -> idle.findUser(LOGIN)).isInstanceOf(OktaFailure.Busy.class);
        }

        @Test
        void refusesAConnectionWithoutAClientId() {
            OktaConnection made = connection("Main");

            assertThatThrownBy(() -> directories.of(made))
                    .isInstanceOfSatisfying(
                            OktaFailure.Setup.class,
                            failure -> assertThat(failure.code()).isEqualTo("okta.not-connected"));
        }

        @Test
        void checksTheAddressAgainBeforeCallingIt() {
            OktaConnection made = connection("Main");
            var elsewhere = new OktaConnection(
                    tenant,
                    made.id(),
                    "Main",
                    new OrgUrl("http://127.0.0.1:1"),
                    Optional.of("0oa0000"),
                    1,
                    Tenant.State.INSTALLED);

            assertThatThrownBy(() -> directories.of(elsewhere))
                    .isInstanceOfSatisfying(
                            OktaFailure.Setup.class,
                            failure -> assertThat(failure.code()).isEqualTo("okta.org-url-refused"));
        }

        @Test
        void replacesTheClientOfAChangedConnection() {
            OktaConnection connected = connected();
            OktaDirectory old = directories.of(connected);
            assertThat(directories.of(connected)).isSameAs(old);

            OktaConnection changed = saved(transactions.write(
                    tenant, () -> connections.setClientId(tenant, connected.id(), "0oadoesnotexist00000")));

            OktaDirectory replaced = directories.of(changed);
            assertThat(replaced).isNotSameAs(old);
            assertThatThrownBy(() -> old.findUser(LOGIN)).isInstanceOf(OktaFailure.Busy.class);
            assertThatThrownBy(() -> replaced.findUser(LOGIN)).isInstanceOf(OktaFailure.Setup.class);
        }

        @Test
        void aNodeThatStartsNeedNotLookAtItsRoles() {
            OktaConnection connected = connected();
            directories.of(connected).probe();
            directories.closeAll();
            org.server().traffic().clear();

            Roles roles = directories.of(connected).adminRolesOfGroup(org.groupId("Engineering"));

            assertThat(roles).isEqualTo(new Roles.Known(List.of()));
            assertThat(looksAtOwnRoles()).isZero();
        }

        @Test
        void whatOneAppSawSaysNothingOfAnother() {
            OktaConnection connected = connected();
            directories.of(connected).probe();
            String pasted = "{\"keys\":[" + publicJwk() + "]}";
            String other = org.registerApp("Other", pasted, Set.copyOf(OktaScopes.NAMES), Set.of(), false);
            OktaConnection changed =
                    saved(transactions.write(tenant, () -> connections.setClientId(tenant, connected.id(), other)));

            Roles roles = directories.of(changed).adminRolesOfGroup(org.groupId("Engineering"));

            assertThat(roles).isInstanceOf(Roles.Unreadable.class);
        }

        private long looksAtOwnRoles() {
            return org.server()
                    .traffic()
                    .matching(call -> call.path().matches("/oauth2/v1/clients/[^/]+/roles"))
                    .size();
        }

        @Test
        void isNotCalledInsideATransaction() {
            OktaDirectory directory = directories.of(connected());

            assertThatThrownBy(() -> transactions.read(tenant, () -> directory.findUser(LOGIN)))
                    .isInstanceOf(IllegalStateException.class);
        }

        private OktaConnection connected() {
            String pasted = "{\"keys\":[" + publicJwk() + "]}";
            String clientId = org.registerApp(
                    "Latchkey", pasted, Set.copyOf(OktaScopes.NAMES), Set.of(AdminRole.USER_ADMIN), false);
            return connected(clientId);
        }

        private OktaConnection connected(String clientId) {
            OktaConnection made = connection("Main");
            return saved(transactions.write(tenant, () -> connections.setClientId(tenant, made.id(), clientId)));
        }
    }

    private URI keyAddress(String name) {
        return URI.create(publicUrl.at("/okta/" + name + "/jwks.json"));
    }

    private String publicJwk() {
        return transactions.write(tenant, () -> keys.publicJwk(tenant));
    }

    private OktaConnection connection(String name) {
        return saved(transactions.write(tenant, () -> connections.create(tenant, name, org.uri() + "/")));
    }

    private static OktaConnection saved(Result result) {
        assertThat(result).isInstanceOf(Result.Saved.class);
        return ((Result.Saved) result).connection();
    }

    /** The product's clock is the organisation's. */
    @TestConfiguration
    static class Together {

        @Bean
        @Primary
        SandboxClock sandboxClock() {
            return CLOCK;
        }
    }
}
