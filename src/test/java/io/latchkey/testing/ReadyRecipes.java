package io.latchkey.testing;

import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.jira.Person;
import java.util.List;

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

    private static final List<String> GROUPS =
            List.of("All employees", "Engineering", "Sales", "Production", "GitHub users");

    private ReadyRecipes() {}

    /** Makes the groups that they give, allows these, and saves all of them. */
    public static void saveAll(RunningProduct product) {
        product.okta().createGroup("Sales");
        product.okta().createGroup("Production");
        product.setup().allow(GROUPS);
        product.setup().registerWebhook(product.sandbox().webhooks().uri());
        Http administrator = product.administrator();
        NAMES.forEach(name -> administrator.postYaml("/api/recipes", document(name)));
    }

    /** Says which account in Okta somebody has, as an administrator does. */
    public static void map(RunningProduct product, Person person, String oktaUserId) {
        product.setup().enter(person.accountId(), oktaUserId);
    }

    /** A recipe as it is shipped. */
    public static String document(String name) {
        return Setup.readyRecipe(name);
    }
}
