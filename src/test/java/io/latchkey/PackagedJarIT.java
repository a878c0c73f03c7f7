package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.demo.Http;
import io.latchkey.demo.Onboarding;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.testing.FreePort;
import io.latchkey.testing.OnPostgres;
import io.latchkey.testing.PackagedJar;
import io.latchkey.testing.Scratch;
import io.latchkey.testing.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as an operator runs it: a process of its own, told everything by its environment. */
class PackagedJarIT {

    private static final String ANOTHER_KEY = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OPERATOR = "operator-token-of-the-test";

    private final TestPostgres postgres = TestPostgres.shared();
    private final URI product = URI.create("http://127.0.0.1:" + FreePort.any());

    @Test
    void onboardsSomebodyAtTheSandbox() throws IOException {
        try (Sandbox sandbox = Sandbox.start();
                PackagedJar jar = PackagedJar.start(environment(postgres.createDatabase(), sandbox))) {
            jar.awaitHealth(product);

            assertHealth(sandbox);
            URI jira = sandbox.jira().uri();
            URI okta = sandbox.okta().uri();
            Setup setup = new Setup(product, jira, okta).complete();

            assertThat(new Onboarding(setup, jira, okta).play().wrong()).isEmpty();
        }
    }

    /** Up or down for everybody; what is in force for the operator only. */
    private void assertHealth(Sandbox sandbox) {
        assertThat(Http.at(product).get("/actuator/health"))
                .isEqualTo(JsonNodeFactory.instance.objectNode().put("status", "UP"));
        JsonNode details = Http.at(product).authorized("Bearer " + OPERATOR).get("/actuator/health");
        assertThat(details.at("/components/allowedLoopback/details/allowed"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        sandbox.jira().uri().getAuthority(),
                        sandbox.okta().uri().getAuthority(),
                        sandbox.webhooks().uri().getAuthority());
    }

    @Test
    void holdsWhatItNeeds() throws IOException {
        try (var jar = new JarFile(PackagedJar.path().toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();

            assertThat(names)
                    .contains("BOOT-INF/classes/atlassian-connect.json")
                    .anyMatch(name -> name.matches("BOOT-INF/classes/db/migration/V\\d{12}__\\w+\\.sql"))
                    .noneMatch(name -> name.contains("sandbox") || name.contains("TryLatchkey"));
        }
    }

    @Test
    void refusesToCallAnythingBeyondLoopback() {
        Map<String, String> environment = environment(postgres.createDatabase());
        environment.put("LATCHKEY_ALLOWED_LOOPBACK", "192.168.0.1:80");

        assertRefused(environment, "latchkey.http.allowed-loopback holds \"192.168.0.1:80\"; expected localhost:PORT");
    }

    /** The other roles that see all tenants are {@code DatabaseRoleGuardIT}'s. */
    @Test
    void refusesADatabaseRoleThatSeesAllTenants() {
        Map<String, String> environment = environment(postgres.createDatabase());
        environment.put("LATCHKEY_DATABASE_USER", "postgres");

        assertRefused(environment, "the database role postgres is a superuser");
    }

    @Test
    void refusesAStrayTokenOfOktasLibrary() {
        Map<String, String> environment = environment(postgres.createDatabase());
        environment.put("OKTA_CLIENT_TOKEN", "a-stray-token");

        String said = assertRefused(environment, "found the environment variable OKTA_CLIENT_TOKEN");

        assertThat(said).doesNotContain("a-stray-token");
    }

    /** Another node could take over while the call is still under way. */
    @ParameterizedTest
    @CsvSource({
        "LATCHKEY_OUTBOUND_CALLTIMEOUT, latchkey.outbound.call-timeout",
        "LATCHKEY_OKTA_DEADLINE, latchkey.okta.deadline"
    })
    void refusesACallThatMayOutliveItsLease(String variable, String property) {
        Map<String, String> environment = environment(postgres.createDatabase());
        environment.put(variable, "9s");

        assertRefused(environment, property + " (PT9S) must not exceed latchkey.work.call-limit (PT8S)");
    }

    @Test
    void refusesToStartWithoutAMasterKey() {
        Map<String, String> environment = environment(postgres.createDatabase());
        environment.remove("LATCHKEY_MASTER_KEY");

        assertRefused(environment, "Neither of latchkey.crypto.master-key and latchkey.crypto.master-key-file is set.");
    }

    @Test
    void refusesAMasterKeyThatIsNotTheDatabases() {
        String database = postgres.createDatabase();
        try (Sandbox sandbox = Sandbox.start();
                PackagedJar jar = PackagedJar.start(environment(database, sandbox))) {
            jar.awaitHealth(product);
            new Setup(product, sandbox.jira().uri(), sandbox.okta().uri()).complete();
        }
        Map<String, String> environment = environment(database);
        environment.put("LATCHKEY_MASTER_KEY", ANOTHER_KEY);

        String said = assertRefused(environment, "The master key is not the one that this database was made with");

        assertThat(said).doesNotContain(ANOTHER_KEY, OnPostgres.MASTER_KEY);
    }

    @Test
    void refusesAPublicAddressWithoutShowingItsPassword() {
        Map<String, String> environment = environment(postgres.createDatabase());
        environment.put("LATCHKEY_BASE_URL", "http://latchkey:s3cret@latchkey.example.com");

        String said = assertRefused(environment, "latchkey.base-url must be https");

        assertThat(said).doesNotContain("s3cret");
    }

    private static String assertRefused(Map<String, String> environment, String sentence) {
        try (PackagedJar jar = PackagedJar.start(environment)) {
            int exit = jar.awaitExit();

            String said = jar.said();
            assertThat(said).contains(sentence);
            assertThat(said)
                    .contains("APPLICATION FAILED TO START", "Description:", "Action:")
                    .doesNotContain("Caused by:", "\tat ");
            assertThat(exit).isNotZero();
            return said;
        }
    }

    private Map<String, String> environment(String database, Sandbox sandbox) {
        Map<String, String> environment = environment(database);
        environment.putAll(PackagedJar.environment(sandbox));
        return environment;
    }

    private Map<String, String> environment(String database) {
        Map<String, String> environment = PackagedJar.environment(database, product);
        environment.put("LATCHKEY_OPERATOR_TOKEN", OPERATOR);
        environment.put("SERVER_ADDRESS", product.getHost());
        environment.put("SERVER_TOMCAT_BASEDIR", Scratch.directory("tomcat").toString());
        environment.put("SERVER_PORT", String.valueOf(product.getPort()));
        return environment;
    }
}
