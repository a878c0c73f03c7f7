package io.latchkey.recipe;

import static io.latchkey.recipe.Documents.KNOWN;
import static io.latchkey.recipe.Documents.bytes;
import static io.latchkey.recipe.Documents.example;
import static io.latchkey.recipe.Documents.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.testing.OnPostgres;
import io.latchkey.testing.SettingsAndTrail;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.IllegalTransactionStateException;

/** The same small context as the trail's, so that both start one. */
@SpringBootTest(
        classes = SettingsAndTrail.class,
        webEnvironment = WebEnvironment.NONE,
        properties = "latchkey.audit.seal-every=1h")
@ContextConfiguration(initializers = OnPostgres.class)
class RecipesIT {

    private static final String ADMIN = "557058:ada";

    @Autowired
    private Recipes recipes;

    @Autowired
    private RecipeReader reader;

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private JdbcClient jdbc;

    private final TenantId tenant = new TenantId(UUID.randomUUID());

    @Test
    void keepsADocumentByteByByte() {
        RecipeVersion saved = saved(save(tenant, change -> {}));

        RecipeVersion found = byKey("onboard-employee").orElseThrow();
        assertThat(found).isEqualTo(saved);
        assertThat(found.number()).isEqualTo(1);
        assertThat(found.document()).isEqualTo(CanonicalJson.of(example()));
        assertThat(found.hash()).isEqualTo(CanonicalJson.of(example()).sha256Hex());
        assertThat(found.resolved().tree().at("/groups/Engineering").asText()).isEqualTo("00g1");
        assertThat(found.savedBy()).isEqualTo(ADMIN);
    }

    @Test
    void numbersVersionsAndKeepsTheOldOnes() {
        RecipeVersion first = saved(save(tenant, change -> {}));
        RecipeVersion second = saved(save(tenant, put("", "title", "\"Onboard somebody\"")));

        assertThat(second.recipeId()).isEqualTo(first.recipeId());
        assertThat(second.number()).isEqualTo(2);
        assertThat(byKey("onboard-employee")).contains(second);
        assertThat(transactions.read(tenant, () -> recipes.version(tenant, first.recipeId(), 1)))
                .contains(first);
        assertThat(transactions.read(tenant, () -> recipes.version(tenant, first.recipeId(), 3)))
                .isEmpty();
        assertThat(transactions.read(tenant, () -> recipes.list(tenant))).containsExactly(second);
    }

    @Test
    void findsTheRecipeOfARequestType() {
        RecipeVersion first = saved(save(tenant, put("/match", "requestTypes", "[\"25\", \"26\"]")));
        assertThat(matching("1", "25")).contains(first);
        assertThat(matching("1", "26")).contains(first);
        assertThat(matching("2", "25")).isEmpty();

        RecipeVersion second = saved(save(tenant, put("/match", "requestTypes", "[\"26\", \"27\"]")));

        assertThat(matching("1", "25")).isEmpty();
        assertThat(matching("1", "26")).contains(second);
        assertThat(matching("1", "27")).contains(second);
    }

    @Test
    void refusesASecondRecipeForARequestType() {
        save(tenant, put("/match", "requestTypes", "[\"25\", \"26\"]"));

        RecipeSaving second =
                save(tenant, put("", "key", "\"other\"").andThen(put("/match", "requestTypes", "[\"27\", \"26\"]")));

        assertThat(second)
                .isEqualTo(RefusedRecipe.because(
                        "recipe.request-type-taken",
                        "/match/requestTypes/1",
                        "Request type 26 of service desk 1 already has another recipe; a request type has one."));
        assertThat(byKey("other")).isEmpty();
        assertThat(matching("1", "27")).isEmpty();
    }

    @Test
    void letsTwoAdministratorsSaveAtOnce() throws Exception {
        List<Callable<RecipeSaving>> saves = List.of(
                () -> save(tenant, put("", "key", "\"one\"")),
                () -> save(tenant, put("", "key", "\"two\"")),
                () -> save(tenant, put("", "key", "\"one\"")),
                () -> save(tenant, put("", "key", "\"two\"")));
        ExecutorService threads = Executors.newFixedThreadPool(saves.size());
        try {
            int refused = 0;
            for (Future<RecipeSaving> saving : threads.invokeAll(saves)) {
                refused += saving.get() instanceof RefusedRecipe ? 1 : 0;
            }
            assertThat(refused).isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
        assertThat(transactions.read(tenant, () -> recipes.list(tenant)))
                .singleElement()
                .extracting(RecipeVersion::number)
                .isEqualTo(2);
    }

    @Test
    void keepsTenantsApart() {
        TenantId other = new TenantId(UUID.randomUUID());
        save(tenant, change -> {});

        assertThat(transactions.read(other, () -> recipes.list(other))).isEmpty();
        assertThat(transactions.read(other, () -> recipes.list(tenant))).isEmpty();
        assertThat(saved(save(other, change -> {})).number()).isEqualTo(1);
    }

    @Test
    void leavesNothingOfATransactionThatRollsBack() {
        assertThatThrownBy(() -> transactions.writeOnly(tenant, () -> {
                    recipes.save(tenant, document(change -> {}), ADMIN, resolved(), (one, all) -> List.of());
                    throw new IllegalStateException("not this time");
                }))
                .hasMessage("not this time");

        assertThat(byKey("onboard-employee")).isEmpty();
        assertThat(matching("1", "25")).isEmpty();
    }

    @Test
    void needsAnOpenTransaction() {
        assertThatThrownBy(() -> recipes.list(tenant)).isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void neverChangesAVersion() {
        save(tenant, change -> {});

        for (String sql : List.of("update recipe_version set number = 7", "delete from recipe_version")) {
            assertThatThrownBy(
                            () -> transactions.write(tenant, () -> jdbc.sql(sql).update()))
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    private RecipeSaving save(TenantId owner, Consumer<ObjectNode> change) {
        RecipeDocument document = document(change);
        return transactions.write(
                owner, () -> recipes.save(owner, document, ADMIN, resolved(), (one, all) -> List.of()));
    }

    private RecipeDocument document(Consumer<ObjectNode> change) {
        RecipeReading reading = reader.read(bytes(example(change)), KNOWN);
        assertThat(reading).isInstanceOf(RecipeDocument.class);
        return (RecipeDocument) reading;
    }

    private static RecipeVersion saved(RecipeSaving saving) {
        assertThat(saving).isInstanceOf(RecipeVersion.class);
        return (RecipeVersion) saving;
    }

    private static ObjectNode resolved() {
        return (ObjectNode) Documents.tree("{\"groups\": {\"Engineering\": \"00g1\"}}");
    }

    private Optional<RecipeVersion> byKey(String key) {
        return transactions.read(tenant, () -> recipes.byKey(tenant, key));
    }

    private Optional<RecipeVersion> matching(String serviceDesk, String requestType) {
        return transactions.read(tenant, () -> recipes.matching(tenant, serviceDesk, requestType));
    }
}
