package io.latchkey.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.latchkey.demo.Setup;
import io.latchkey.faults.vendors.MemoryJira;
import io.latchkey.faults.vendors.MemoryOkta;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaGroup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Customers of a node: each has the app installed, an org connected and the shipped recipe saved. */
final class Customers {

    /** The id of the key that all of them sign with. */
    static final String KEY = "0192f0c1-0000-7000-8000-000000000001";

    private final MemoryNode node;
    private final RSAKey key;

    Customers(MemoryNode node) {
        this.node = node;
        try {
            this.key = new RSAKeyGenerator(2048)
                    .keyID(KEY)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One more, whose vendors are at {@code host.atlassian.net} and {@code host.okta.com}. */
    TenantId install(String host) {
        Installed installed = node.bean(InstallationRegister.class)
                .installed(new ConnectInstall(
                        "key-of-" + host,
                        Secret.of("a-shared-secret-of-at-least-32-bytes-length"),
                        URI.create("https://" + host + ".atlassian.net"),
                        host,
                        "jira"));
        TenantId tenant = ((Installed.Open) installed).tenant();
        RecipeDocument recipe = recipe();
        node.bean(TenantTransactions.class).writeOnly(tenant, () -> {
            connect(tenant, host);
            keepKey(tenant);
            node.bean(Recipes.class).save(tenant, recipe, "557058:ada", resolved(), (one, all) -> List.of());
        });
        return tenant;
    }

    /** Waits until nothing is due or under way. */
    void awaitQuiet() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofMinutes(2))
                .until(() -> node.bean(JdbcClient.class)
                                .sql("select count(*) from scheduled_tasks where task_name = 'work'"
                                        + " or (picked and execution_time < now())")
                                .query(Long.class)
                                .single()
                        == 0);
    }

    private RecipeDocument recipe() {
        List<StepKind> kinds = node.bean(Work.class).stepKinds().entrySet().stream()
                .map(kind -> new StepKind(kind.getKey(), kind.getValue()))
                .toList();
        return (RecipeDocument)
                node.bean(RecipeReader.class).read(Setup.exampleRecipe().getBytes(StandardCharsets.UTF_8), kinds);
    }

    private void connect(TenantId tenant, String host) {
        OktaConnections connections = node.bean(OktaConnections.class);
        OktaConnection connection = ((OktaConnections.Result.Saved)
                        connections.create(tenant, "main", "https://" + host + ".okta.com"))
                .connection();
        connections.setClientId(tenant, connection.id(), MemoryOkta.CLIENT);
        new java.util.TreeMap<>(MemoryOkta.GROUPS)
                .forEach((id, name) -> connections.allowGroup(
                        tenant, connection.id(), new OktaGroup(id, OktaGroup.Type.OKTA_GROUP, name, Optional.empty())));
    }

    private void keepKey(TenantId tenant) {
        UUID id = node.bean(Ids.class).next();
        Sealed sealed = node.bean(Vault.class)
                .seal(new Place(tenant, "okta_signing_key", "private_key", id, 1), Secret.of(key.toJSONString()));
        var since = Instant.now().minusSeconds(3_600).atOffset(ZoneOffset.UTC);
        node.bean(JdbcClient.class)
                .sql("insert into okta_signing_key (tenant_id, id, public_jwk, private_key, private_key_key_id,"
                        + " private_key_version, created_at, signs_from) values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        tenant.value(),
                        id,
                        key.toPublicJWK().toJSONString(),
                        sealed.ciphertext(),
                        sealed.keyId(),
                        sealed.version(),
                        since,
                        since)
                .update();
    }

    private static ObjectNode resolved() {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        ObjectNode groups = resolved.putObject("groups");
        for (Map.Entry<String, String> group : MemoryOkta.GROUPS.entrySet()) {
            groups.put(group.getValue(), group.getKey());
        }
        resolved.put("requestTypeField", MemoryJira.TYPE_FIELD);
        resolved.putObject("transitions")
                .putObject("close")
                .put("transitionId", "31")
                .put("statusId", MemoryJira.DONE);
        return resolved;
    }
}
