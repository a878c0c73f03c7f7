package io.latchkey.demo;

import static io.latchkey.demo.Who.MIA;
import static io.latchkey.demo.Who.OLGA;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stories of the ready recipes, in the order in which somebody meets them. */
public final class RecipeStories {

    private static final String NORA = "nora.newcomer@example.com";
    private static final String CARL = "carl.kunde@customer.example";

    private static final List<RecipeStory> ALL = List.of(
            new RecipeStory(
                    "onboard-employee",
                    "Onboard Nora Newcomer, who began yesterday",
                    "25",
                    stage -> {},
                    stage -> Map.of(
                            "customfield_10101",
                            "Nora",
                            "customfield_10102",
                            "Newcomer",
                            "customfield_10103",
                            NORA,
                            "customfield_10104",
                            Map.of("value", "Engineering"),
                            "customfield_10106",
                            yesterday()),
                    stage -> {
                        stage.expectStatus(NORA, "PROVISIONED");
                        stage.expectGroups(NORA, "All employees", "Engineering");
                        stage.expectAttribute(NORA, "department", "Engineering");
                        stage.expectMail(NORA);
                    }),
            new RecipeStory(
                    "onboard-customer",
                    "Onboard Carl Kunde of Kunde AG",
                    "27",
                    stage -> {},
                    stage -> Map.of(
                            "customfield_10101", "Carl",
                            "customfield_10102", "Kunde",
                            "customfield_10103", CARL,
                            "customfield_10119", "Kunde AG"),
                    stage -> {
                        stage.expectStatus(CARL, "PROVISIONED");
                        stage.expectGroups(CARL);
                        stage.expectAttribute(CARL, "organization", "Kunde AG");
                        stage.expectMail(CARL);
                    }),
            new RecipeStory(
                    "change-role",
                    "Olga Owner moves from engineering to sales",
                    "30",
                    stage -> stage.account(OLGA, "Engineering"),
                    stage -> Map.of(
                            "customfield_10108", List.of(stage.person(OLGA)),
                            "customfield_10117", Map.of("value", "Engineer"),
                            "customfield_10118", Map.of("value", "Sales representative")),
                    stage -> stage.expectGroups(OLGA.address(), "Sales")),
            new RecipeStory(
                    "reset-my-password",
                    "I have forgotten my password",
                    "31",
                    stage -> stage.account(MIA),
                    stage -> Map.of(),
                    stage -> {
                        stage.expectStatus(MIA.address(), "RECOVERY");
                        stage.expectMail(MIA.address());
                    }),
            new RecipeStory(
                    "reset-password",
                    "Olga Owner has forgotten her password",
                    "32",
                    stage -> {
                        stage.account(OLGA);
                        stage.signsIn(OLGA);
                    },
                    stage -> Map.of(
                            "customfield_10108",
                            List.of(stage.person(OLGA)),
                            "customfield_10114",
                            "She has called from her known number."),
                    stage -> {
                        stage.expectStatus(OLGA.address(), "RECOVERY");
                        stage.expectMail(OLGA.address());
                        stage.expectLogged("user.session.clear", OLGA.address());
                    }),
            new RecipeStory(
                    "unlock",
                    "Olga Owner has mistyped her password too often",
                    "33",
                    stage -> stage.lockedAccount(OLGA),
                    stage -> Map.of("customfield_10108", List.of(stage.person(OLGA))),
                    stage -> stage.expectStatus(OLGA.address(), "ACTIVE")),
            new RecipeStory(
                    "lost-phone",
                    "Olga Owner has lost her phone",
                    "34",
                    stage -> {
                        stage.account(OLGA);
                        stage.enrols(OLGA, "token:software:totp");
                        stage.signsIn(OLGA);
                    },
                    stage -> Map.of(
                            "customfield_10108", List.of(stage.person(OLGA)),
                            "customfield_10122", List.of(Map.of("value", "Okta Verify"))),
                    stage -> {
                        stage.expectNoFactors(OLGA.address());
                        stage.expectStatus(OLGA.address(), "ACTIVE");
                        stage.expectLogged("user.session.clear", OLGA.address());
                    }),
            new RecipeStory(
                    "offboard",
                    "Olga Owner left yesterday",
                    "35",
                    stage -> {
                        stage.account(OLGA, "Engineering");
                        stage.owns(OLGA, "Engineering");
                        stage.signsIn(OLGA);
                    },
                    stage -> Map.of("customfield_10108", List.of(stage.person(OLGA)), "customfield_10113", yesterday()),
                    stage -> {
                        stage.expectStatus(OLGA.address(), "DEPROVISIONED");
                        stage.expectLogged("user.session.clear", OLGA.address());
                    }),
            new RecipeStory(
                    "create-group",
                    "A group for the reading circle",
                    "36",
                    stage -> stage.account(OLGA),
                    stage -> Map.of("customfield_10115", "Reading circle", "customfield_10116", stage.person(OLGA)),
                    stage -> stage.expectOwner("Reading circle", OLGA.address())),
            new RecipeStory(
                    "access-for-a-time",
                    "Olga Owner helps engineering until tomorrow",
                    "28",
                    stage -> stage.account(OLGA),
                    stage -> engineeringUntil(stage, 1),
                    stage -> {
                        stage.expectGroups(OLGA.address(), "Engineering");
                        stage.later(Duration.ofDays(3), "three days later", () -> stage.awaitGroups(OLGA.address()));
                    }),
            new RecipeStory(
                    "extend-access",
                    "Olga Owner helps engineering for a week more",
                    "29",
                    List.of("access-for-a-time", "extend-access"),
                    stage -> {
                        stage.account(OLGA);
                        Map<String, Object> form = new HashMap<>(engineeringUntil(stage, 1));
                        form.put("summary", "Olga Owner helps engineering until tomorrow");
                        stage.done("28", form);
                    },
                    stage -> engineeringUntil(stage, 8),
                    (stage, issue) -> {},
                    stage -> {
                        stage.later(
                                Duration.ofDays(3),
                                "three days later",
                                () -> stage.expectToStayIn(OLGA.address(), "Engineering"));
                        stage.later(Duration.ofDays(10), "ten days later", () -> stage.awaitGroups(OLGA.address()));
                    }),
            new RecipeStory(
                    "break-glass",
                    "Olga Owner repairs production tonight",
                    "37",
                    List.of("break-glass"),
                    stage -> stage.account(OLGA),
                    stage -> Map.of(
                            "customfield_10108",
                            List.of(stage.person(OLGA)),
                            "customfield_10110",
                            Map.of("value", "Production"),
                            "customfield_10114",
                            "Orders cannot be paid.",
                            "customfield_10124",
                            "INC-4711"),
                    Stage::answersAsAgent,
                    stage -> {
                        stage.expectGroups(OLGA.address(), "Production");
                        stage.expectTold(
                                Setup.WEBHOOK,
                                Map.of("who", OLGA.address(), "group", "Production", "incident", "INC-4711"));
                        stage.later(Duration.ofHours(5), "five hours later", () -> stage.awaitGroups(OLGA.address()));
                    }));

    private RecipeStories() {}

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(RecipeStory::name).toList();
    }

    static Optional<RecipeStory> named(String name) {
        return ALL.stream().filter(story -> story.name().equals(name)).findFirst();
    }

    private static Map<String, Object> engineeringUntil(Stage stage, int days) {
        return Map.of(
                "customfield_10108", List.of(stage.person(OLGA)),
                "customfield_10110", Map.of("value", "Engineering"),
                "customfield_10112", LocalDate.now().plusDays(days).toString(),
                "customfield_10114", "The release.");
    }

    private static String yesterday() {
        return LocalDate.now().minusDays(1).toString();
    }
}
