package io.latchkey.adversarial;

import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.Interference;
import io.latchkey.sandbox.okta.AdminRole;
import java.util.List;
import java.util.Map;

/** What is different at a company while a scene is played. */
final class Scenes {

    /** The login of somebody who is protected. */
    static final String PROTECTED = "molly.boss@example.com";

    /** A domain that is allowed when requests are admitted, and not any more when they could be carried out. */
    static final String FORBIDDEN_LATER = "late.example";

    private static final String WORKFLOW = "/sandbox/workflow/approvals";
    private static final String GUARDRAILS = "/api/guardrails/connections/main/";
    private static final String ALLOWED = "/api/okta-connections/main/allowed-groups";
    private static final String STEP = "Waiting for approval";
    private static final int OFTEN = 1_000_000;

    private final Company company;
    private final BetweenReads between;

    Scenes(Company company, BetweenReads between) {
        this.company = company;
        this.between = between;
    }

    /** Once, before the first scene. */
    void prepare(Scene.Role role) {
        People.introduce(company);
        allow("example.com");
        if (role == Scene.Role.STRICT) {
            People.promote(company);
        }
        if (role == Scene.Role.ORDINARY) {
            company.createPerson("Molly", "Boss", PROTECTED);
        }
    }

    void begin(Scene scene) {
        company.administrator().post("/api/recipes", Recipes.document(scene));
        switch (scene) {
            case HELD_BACK -> {
                ina(true);
                company.jira().holdWebhooks();
            }
            case QUORUM, RECIPE_QUORUM -> steps(Map.of("name", STEP, "conditionValue", 2));
            case TWO_STEPS -> {
                company.jira().useTwoApprovals();
                company.jira().repeatWebhooks(2);
            }
            case OTHER_STEP -> steps(Map.of("name", "Somebody else's approval"));
            case PROTECTED_GROUP -> protect("groups", company.okta().groupId("Engineering"));
            case PROTECTED_PERSON ->
                protect(
                        "people",
                        company.okta().user(PROTECTED).orElseThrow().path("id").asText());
            case GROUP_TAKEN_OFF -> company.administrator().put(ALLOWED, Map.of("groups", List.of("All employees")));
            case ADMINISTERING_GROUP -> company.okta().grantRoleToGroup("Engineering", AdminRole.HELP_DESK_ADMIN);
            case BETWEEN_READS -> company.jira().server().interfere(between);
            case BEFORE_THE_FIRST_EFFECT -> {
                allow("example.com", FORBIDDEN_LATER);
                company.okta().server().faults().order(Fault.answer("POST", "/api/v1/users", OFTEN, 503, "{}"));
            }
            case STRANGERS -> company.jira().holdWebhooks();
            default -> {}
        }
    }

    /** The domains that new accounts may have. */
    void allow(String... domains) {
        company.administrator().put(GUARDRAILS + "email-domains", Map.of("domains", List.of(domains)));
    }

    /** Lets through what was held back. */
    void release(Scene scene, boolean reversed) {
        if (scene == Scene.HELD_BACK) {
            ina(false);
        }
        company.jira().releaseWebhooks(reversed);
    }

    void end(Scene scene) {
        company.jira().repeatWebhooks(1);
        company.jira().forgetWebhooks();
        company.jira().server().traffic().clear();
        company.okta().server().traffic().clear();
        switch (scene) {
            case QUORUM, RECIPE_QUORUM, TWO_STEPS, OTHER_STEP -> steps(Map.of("name", STEP));
            case PROTECTED_GROUP -> protect("groups");
            case PROTECTED_PERSON -> protect("people");
            case GROUP_TAKEN_OFF ->
                company.administrator().put(ALLOWED, Map.of("groups", List.of("All employees", "Engineering")));
            case BETWEEN_READS -> company.jira().server().interfere(Interference.NONE);
            default -> {}
        }
    }

    private void steps(Map<String, ?> step) {
        company.site().put(WORKFLOW, List.of(step));
    }

    private void protect(String what, String... ids) {
        company.administrator().put(GUARDRAILS + "protected-" + what, Map.of("ids", List.of(ids)));
    }

    private void ina(boolean active) {
        company.site().put("/sandbox/people/" + People.INA.accountId(), Map.of("active", active));
    }
}
