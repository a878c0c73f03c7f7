package io.latchkey.testing;

import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.Person;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The recipes that are shipped, in a product that is connected. */
public final class ReadyRecipes {

    /** Their names, as their files and pages are called. */
    public static final List<String> NAMES = List.of(
            "onboard-employee",
            "onboard-customer",
            "access-for-a-time",
            "extend-access",
            "break-glass",
            "change-role",
            "reset-my-password",
            "reset-password",
            "unlock",
            "lost-phone",
            "offboard",
            "create-group");

    private static final List<String> GROUPS = List.of("All employees", "Engineering", "Sales", "Production");

    private ReadyRecipes() {}

    /** Makes the groups that they give, allows these, and saves all of them. */
    public static void saveAll(RunningProduct product) {
        product.okta().createGroup("Sales");
        product.okta().createGroup("Production");
        Http administrator = product.administrator();
        // Okta finds a new group by its name a little later.
        RunningProduct.await()
                .until(() -> administrator
                                .send("PUT", "/api/okta-connections/main/allowed-groups", Map.of("groups", GROUPS))
                                .statusCode()
                        < 300);
        NAMES.forEach(name -> administrator.postYaml("/api/recipes", document(name)));
    }

    /** Says which account in Okta somebody has, as an administrator does. */
    public static void map(RunningProduct product, Person person, String oktaUserId) {
        product.administrator()
                .put(
                        "/api/okta-connections/main/approver-accounts/" + person.accountId(),
                        Map.of("oktaUserId", oktaUserId));
    }

    /** A recipe as it is shipped. */
    public static String document(String name) {
        try (InputStream recipe = ReadyRecipes.class.getResourceAsStream("/recipe/ready/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(recipe, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
