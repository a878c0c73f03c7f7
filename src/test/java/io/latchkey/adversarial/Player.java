package io.latchkey.adversarial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.Role;
import io.latchkey.testing.RunningProduct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Plays one ticket after the other at the site, as people would; the same number and seed play the same. */
final class Player {

    static final Person BOT = person("712020:adversarial-bot", "app", Role.APP);
    static final Person INA = person("557058:ina-inactive", "atlassian", Role.EMPLOYEE);

    private static final String FIRST_NAME = "customfield_10101";
    private static final String LAST_NAME = "customfield_10102";
    private static final String EMAIL = "customfield_10103";
    private static final String SECOND_EMAIL = "customfield_10105";
    private static final String APPROVERS = "customfield_10012";

    private static final List<String> FIRST = List.of(
            "Zoë", "Иван", "小明", "María José", "Þórdís", "Łukasz", "शर्मिला", "Nguyễn", "O’Shea", "김민준", "שָׁרוֹן");
    private static final List<String> LAST = List.of(
            "Müller", "Петрова", "王", "Ó Súilleabháin", "Kjær", "Żółkiewski", "Θεοδωράκης", "d'Angelo-Sørensen");
    private static final List<String> HIDDEN = List.of(
            "\u202e",
            "\u2066",
            "\u200b",
            "\u200d",
            "\ufeff",
            "\u00ad",
            "\u0007",
            "\n",
            "\t",
            "\u0085",
            "\u2028",
            "\ue000",
            "\u3164",
            "\u034f",
            "\ufe0f",
            "\udb40\udc41");
    private static final List<String> NO_EMAIL = List.of(
            "nobody",
            "a@b",
            "a b@example.com",
            "a@example.com,b@example.com",
            "<x@example.com>",
            "@example.com",
            "x@-a.com");
    private static final List<String> REFERENCES = List.of(
            "${steps.account.userId}",
            "${inputs.email}",
            "{{issue.id}}",
            "#{7*7}",
            "<b>x</b>",
            "[~ada]",
            "'; drop --",
            "%s%n");

    private final RunningProduct product;
    private final JiraSite jira;
    private final long seed;

    Player(RunningProduct product, long seed) {
        this.product = product;
        this.jira = product.jira();
        this.seed = seed;
    }

    private static Person person(String id, String type, Role role) {
        return new Person(id, id, id.replace(':', '.') + "@example.com", type, true, "Europe/Berlin", role);
    }

    /** Lets those be at the site whom it does not know yet. */
    void introduce() {
        Http site = Http.at(jira.uri());
        for (Person one : List.of(BOT, INA)) {
            site.post(
                    "/sandbox/people",
                    Map.of(
                            "accountId", one.accountId(),
                            "displayName", one.displayName(),
                            "email", one.email(),
                            "role", one.role().name()));
        }
    }

    /** Somebody whose login has letters that others read like. */
    static String base(int number) {
        return "molly.base" + letters(number) + "@example.com";
    }

    private static String lookAlike(int number, Random random) {
        String base = base(number);
        return random.nextBoolean() ? base.replace("molly", "rnolly") : base.replace("molly", "mol1y");
    }

    /** A number in letters of which none reads like another. */
    private static String letters(int number) {
        return Integer.toString(number, 10)
                .chars()
                .collect(
                        StringBuilder::new,
                        (text, digit) -> text.append((char) ('a' + (digit - '0') * 2 % 26)),
                        StringBuilder::append)
                .toString();
    }

    Ticket play(Kind kind, int number, int bases) {
        Random random = new Random(seed * 1_000_003 + number);
        String email = "t" + letters(number) + "." + kind.name().toLowerCase(java.util.Locale.ROOT) + "@example.com";
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("summary", TextNode.valueOf("Onboard number " + number));
        values.put(FIRST_NAME, TextNode.valueOf("Tina"));
        values.put(LAST_NAME, TextNode.valueOf("Ticket"));
        values.put(EMAIL, TextNode.valueOf(email));
        values.put(SECOND_EMAIL, TextNode.valueOf("t" + number + "@home.example"));
        Person approver = Cast.PAUL;
        switch (kind) {
            case NAMES_OF_THE_WORLD -> {
                values.put(FIRST_NAME, TextNode.valueOf(any(FIRST, random)));
                values.put(LAST_NAME, TextNode.valueOf(any(LAST, random)));
            }
            case FOREIGN_DOMAIN ->
                values.put(EMAIL, TextNode.valueOf(email = email.replace("@example.com", foreign(random))));
            case LOOK_ALIKE -> values.put(EMAIL, TextNode.valueOf(email = lookAlike(random.nextInt(bases), random)));
            case HIDDEN_CHARACTERS ->
                values.put(
                        random.nextBoolean() ? FIRST_NAME : LAST_NAME,
                        TextNode.valueOf("Ti" + any(HIDDEN, random) + "na"));
            case MIXED_SCRIPT -> values.put(EMAIL, TextNode.valueOf(email = email.replaceFirst("e", "\u0435")));
            case INPUT_MISSING -> {
                if (random.nextBoolean()) {
                    values.remove(LAST_NAME);
                } else {
                    values.put(FIRST_NAME, TextNode.valueOf("  "));
                }
            }
            case INPUT_TOO_LONG -> values.put(LAST_NAME, TextNode.valueOf("x".repeat(51 + random.nextInt(200))));
            case NO_EMAIL -> values.put(EMAIL, TextNode.valueOf(email = any(NO_EMAIL, random)));
            case REFERENCE_INSIDE -> values.put(FIRST_NAME, TextNode.valueOf(any(REFERENCES, random)));
            case APPROVED_BY_REPORTER, APPROVED_BY_CREATOR -> approver = Cast.MIA;
            case APPROVED_BY_APP -> approver = BOT;
            case APPROVER_LEFT -> approver = INA;
            default -> {}
        }
        if (approver != Cast.PAUL) {
            values.put(APPROVERS, approvers(approver));
        }
        if (kind == Kind.QUORUM_NOT_REACHED || kind == Kind.QUORUM_REACHED) {
            values.put(APPROVERS, approvers(Cast.PAUL, Cast.OLGA));
        }
        String key = kind == Kind.OTHER_TYPE ? question(number) : jira.raise(Cast.MIA, values);
        act(kind, key, approver, random);
        return new Ticket(kind, key, jira.idOf(key), email);
    }

    /** A plain ticket of somebody whom others will try to look like. */
    Ticket playBase(int number) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("summary", TextNode.valueOf("Onboard base " + number));
        values.put(FIRST_NAME, TextNode.valueOf("Molly"));
        values.put(LAST_NAME, TextNode.valueOf("Base"));
        values.put(EMAIL, TextNode.valueOf(base(number)));
        String key = jira.raise(Cast.MIA, values);
        jira.approve(key, Cast.PAUL);
        return new Ticket(Kind.PLAIN, key, jira.idOf(key), base(number));
    }

    private void act(Kind kind, String key, Person approver, Random random) {
        switch (kind) {
            case STATUS_FORCED, COPIED_AND_FORCED -> jira.transition(key, Cast.GUS, "61");
            case NEVER_ANSWERED -> jira.edit(key, Cast.GUS, "summary", TextNode.valueOf("Soon, please"));
            case DECLINED -> jira.decline(key, approver);
            case DECLINED_THEN_FORCED -> {
                jira.decline(key, approver);
                jira.transition(key, Cast.MIA, "71");
                jira.transition(key, Cast.GUS, "61");
            }
            case DECLINED_THEN_APPROVED_ANEW -> {
                jira.decline(key, approver);
                jira.transition(key, Cast.MIA, "71");
                jira.approve(key, approver);
            }
            case EDITED_BEFORE_THE_ANSWER -> {
                jira.edit(key, Cast.GUS, any(List.of(FIRST_NAME, LAST_NAME), random), TextNode.valueOf("Eve"));
                jira.approve(key, approver);
            }
            case EDITED_WHERE_IT_DOES_NOT_MATTER -> {
                jira.edit(key, Cast.GUS, "summary", TextNode.valueOf("As discussed"));
                jira.approve(key, approver);
            }
            case OTHER_TYPE -> jira.edit(key, Cast.GUS, "summary", TextNode.valueOf("Answered"));
            case EDITED_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                jira.edit(key, Cast.GUS, any(List.of(FIRST_NAME, LAST_NAME), random), TextNode.valueOf("Eve"));
            }
            case MOVED_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                Http.at(jira.uri()).post("/sandbox/issues/" + key + "/move", Map.of("project", "OPS"));
            }
            case CLOSED_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                jira.transition(key, Cast.GUS, "31");
            }
            case SENT_BACK_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                jira.transition(key, Cast.GUS, "51");
            }
            case SECOND_STEP_OPEN -> jira.approve(key, approver);
            case QUORUM_NOT_REACHED -> {
                jira.approve(key, approver);
                // Jira announces no answer that is not the last one.
                jira.edit(key, Cast.GUS, "summary", TextNode.valueOf("One is enough, surely"));
            }
            case SECOND_STEP_DECLINED -> {
                jira.approve(key, approver);
                jira.decline(key, Cast.OLGA);
            }
            case BOTH_STEPS, QUORUM_REACHED -> {
                jira.approve(key, approver);
                jira.approve(key, Cast.OLGA);
            }
            default -> jira.approve(key, approver);
        }
    }

    private String question(int number) {
        return Http.at(jira.uri())
                .as("mia.manager@example.com", Cast.PASSWORD)
                .post(
                        "/rest/servicedeskapi/request",
                        Map.of(
                                "serviceDeskId",
                                "1",
                                "requestTypeId",
                                "26",
                                "requestFieldValues",
                                Map.of("summary", "Where is number " + number + "?")))
                .path("issueKey")
                .asText();
    }

    /** What happens to a ticket once everything is quiet; nothing may come of it. */
    void after(Ticket ticket) {
        if (ticket.kind() == Kind.CLOSED_THEN_REOPENED
                && product.jira().status(ticket.key()).equals("Done")) {
            jira.transition(ticket.key(), Cast.GUS, "41");
            jira.edit(ticket.key(), Cast.GUS, FIRST_NAME, TextNode.valueOf("Again"));
        }
    }

    private static ArrayNode approvers(Person... people) {
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        for (Person person : people) {
            ids.addObject().put("accountId", person.accountId());
        }
        return ids;
    }

    private static String foreign(Random random) {
        return any(
                List.of("@evil.example", "@example.com.evil.net", "@sub.example.com", "@examp1e.com", "@example.co"),
                random);
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
