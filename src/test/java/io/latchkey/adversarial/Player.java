package io.latchkey.adversarial;

import static io.latchkey.adversarial.People.picked;
import static io.latchkey.adversarial.Words.any;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Person;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;

/** Plays one ticket after the other at a site, as people would; the same number and seed play the same. */
final class Player {

    private static final String FIRST_NAME = "customfield_10101";
    private static final String LAST_NAME = "customfield_10102";
    private static final String EMAIL = "customfield_10103";
    private static final String DEPARTMENT = "customfield_10104";
    private static final String SECOND_EMAIL = "customfield_10105";
    private static final String APPROVERS = "customfield_10012";
    private static final String APPROVER_GROUPS = "customfield_10014";
    private static final String WHOM = "customfield_10013";

    private static final String COMPLETE = "31";
    private static final String REOPEN = "41";
    private static final String BACK_TO_APPROVAL = "51";
    private static final String FORCE = "61";
    private static final String RESUBMIT = "71";

    private static final String NO_APPROVALS =
            "{\"size\":0,\"start\":0,\"limit\":50,\"isLastPage\":true,\"values\":[]}";
    private static final String NO_HISTORY =
            "{\"startAt\":0,\"maxResults\":100,\"total\":0,\"isLast\":true,\"values\":[]}";

    private final Company company;
    private final JiraSite jira;
    private final BetweenReads between;
    private final long seed;

    Player(Company company, BetweenReads between, long seed) {
        this.company = company;
        this.jira = company.jira();
        this.between = between;
        this.seed = seed;
    }

    /** Plays a ticket to where its first look should find it. */
    Ticket play(Kind kind, int number, int bases) {
        Random random = new Random(seed * 1_000_003 + number);
        Map<String, JsonNode> values = plain(number, kind);
        write(kind, values, random, bases);
        Person approver = approver(kind);
        if (approver != Cast.PAUL) {
            values.put(APPROVERS, picked(approver));
        }
        switch (kind) {
            case QUORUM_NOT_REACHED, QUORUM_REACHED, TWO_FOR_TWO -> values.put(APPROVERS, picked(Cast.PAUL, Cast.OLGA));
            default -> {}
        }
        String key = raise(kind, number, values, random);
        act(kind, key, approver, random);
        return new Ticket(kind, key, jira.idOf(key), written(values, EMAIL).asText());
    }

    /** A plain ticket of somebody whom others will try to look like. */
    Ticket playBase(int number) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("summary", TextNode.valueOf("Onboard base " + number));
        values.put(FIRST_NAME, TextNode.valueOf("Molly"));
        values.put(LAST_NAME, TextNode.valueOf("Base"));
        values.put(EMAIL, TextNode.valueOf(Words.base(number)));
        String key = jira.raise(Cast.MIA, values);
        jira.approve(key, Cast.PAUL);
        return new Ticket(Kind.PLAIN, key, jira.idOf(key), Words.base(number));
    }

    private static Map<String, JsonNode> plain(int number, Kind kind) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        String email = "t" + Words.letters(number) + "." + kind.name().toLowerCase(Locale.ROOT) + "@example.com";
        values.put("summary", TextNode.valueOf("Onboard number " + number));
        values.put(FIRST_NAME, TextNode.valueOf("Tina"));
        values.put(LAST_NAME, TextNode.valueOf("Ticket-" + Words.letters(number)));
        values.put(EMAIL, TextNode.valueOf(email));
        values.put(SECOND_EMAIL, TextNode.valueOf("t" + number + "@home.example"));
        return values;
    }

    private static void write(Kind kind, Map<String, JsonNode> values, Random random, int bases) {
        String email = written(values, EMAIL).asText();
        switch (kind) {
            case NAMES_OF_THE_WORLD -> {
                text(values, FIRST_NAME, any(Words.FIRST_NAMES, random));
                text(values, LAST_NAME, any(Words.LAST_NAMES, random));
            }
            case FOREIGN_DOMAIN ->
                text(values, EMAIL, email.replace("@example.com", any(Words.FOREIGN_DOMAINS, random)));
            case LOOK_ALIKE -> text(values, EMAIL, Words.lookAlike(random.nextInt(bases), random));
            case HIDDEN_CHARACTERS ->
                text(values, random.nextBoolean() ? FIRST_NAME : LAST_NAME, "Ti" + any(Words.HIDDEN, random) + "na");
            case MIXED_SCRIPT -> text(values, EMAIL, email.replaceFirst("e", "\u0435"));
            case INPUT_MISSING -> {
                if (random.nextBoolean()) {
                    values.remove(LAST_NAME);
                } else {
                    text(values, FIRST_NAME, "  ");
                }
            }
            case INPUT_TOO_LONG -> text(values, LAST_NAME, "x".repeat(51 + random.nextInt(200)));
            case NO_EMAIL -> text(values, EMAIL, any(Words.NO_EMAIL, random));
            case REFERENCE_INSIDE -> text(values, FIRST_NAME, any(Words.REFERENCES, random));
            case HOSTILE_BODY, HOSTILE_BODY_BESIDE_THE_FORM -> {
                text(values, "summary", "x".repeat(200) + any(Words.HIDDEN, random) + "<script>");
                values.put("description", Words.hostileDescription(random));
            }
            case A_PROTECTED_PERSON -> text(values, EMAIL, Scenes.PROTECTED);
            case LIKE_A_PROTECTED_PERSON ->
                text(
                        values,
                        EMAIL,
                        random.nextBoolean()
                                ? Scenes.PROTECTED.replace("molly", "rnolly")
                                : Scenes.PROTECTED.replace("boss", "b0ss"));
            case BENEFICIARY_NOT_NAMED -> values.put(WHOM, picked());
            case FORBIDDEN_BEFORE_THE_FIRST_EFFECT ->
                text(values, EMAIL, email.replace("@example.com", "@" + Scenes.FORBIDDEN_LATER));
            case BENEFICIARY_APPROVES -> values.put(WHOM, picked(Cast.PAUL));
            case ONE_OF_THE_BENEFICIARIES_APPROVES -> values.put(WHOM, picked(Cast.OLGA, Cast.PAUL));
            case BY_WHOM_THE_FIELD_NAMES -> values.put(WHOM, picked(Cast.PAUL));
            case BY_SOMEBODY_NOT_NAMED -> values.put(WHOM, picked(Cast.GUS));
            default -> {}
        }
    }

    private static JsonNode written(Map<String, JsonNode> values, String field) {
        return values.getOrDefault(field, MissingNode.getInstance());
    }

    private static void text(Map<String, JsonNode> values, String field, String text) {
        values.put(field, TextNode.valueOf(text));
    }

    private static Person approver(Kind kind) {
        return switch (kind) {
            case APPROVED_BY_REPORTER, APPROVED_BY_CREATOR -> Cast.MIA;
            case APPROVED_BY_APP -> People.BOT;
            case APPROVED_BY_CUSTOMER, BY_A_CUSTOMER_WHO_MAY -> Cast.CORA;
            case APPROVER_LEFT -> People.INA;
            case BY_THE_BOOK,
                    HOSTILE_BODY_BESIDE_THE_FORM,
                    CHOSEN_BY_ANOTHER_BY_THE_BOOK,
                    FORM_MISSING,
                    FORM_OPEN,
                    FORM_CHANGED,
                    FORM_DISAGREES,
                    HIDDEN_IN_THE_FORM,
                    APPROVED_ELSEWHERE -> People.LENA;
            case APPROVED_BY_WHO_CHOSE_GROUPS, REPORTER_CHANGED_BY_APPROVER -> Cast.GUS;
            case SAME_PERSON_IN_OKTA -> People.TWIN;
            case NOT_MAPPED -> People.NIA;
            case SUSPENDED_IN_OKTA -> People.SAM;
            case BY_WHOM_THE_RECIPE_NAMES -> Cast.OLGA;
            default -> Cast.PAUL;
        };
    }

    private String raise(Kind kind, int number, Map<String, JsonNode> values, Random random) {
        return switch (kind) {
            case OTHER_TYPE -> question(number);
            case COPIED_AND_FORCED, COPIED_AND_APPROVED_BY_WHO_COPIED -> copied(jira.raise(Cast.MIA, values));
            case APPROVED_BY_CREATOR -> jira.raise(Cast.MIA, Cast.OLGA, values);
            case REPORTER_CHANGED_BY_APPROVER -> jira.raise(Cast.ADA, Cast.MIA, values);
            case APPROVED_BY_FORMER_REPORTER -> jira.raise(Cast.ADA, Cast.PAUL, values);
            case APPROVED_BY_REPORTER -> jira.raise(Cast.GUS, Cast.MIA, values);
            case BY_THE_BOOK,
                    HOSTILE_BODY_BESIDE_THE_FORM,
                    CHOSEN_BY_ANOTHER_BY_THE_BOOK,
                    NOT_IN_THE_GROUP,
                    NOT_MAPPED,
                    SUSPENDED_IN_OKTA,
                    SAME_PERSON_IN_OKTA,
                    LAST_EDITOR_OF_THE_FIELD,
                    FORM_CHANGED,
                    APPROVED_ELSEWHERE -> withForm(values, written(values, FIRST_NAME), true);
            case FORM_OPEN -> withForm(values, written(values, FIRST_NAME), false);
            case FORM_DISAGREES -> withForm(values, TextNode.valueOf("Mallory"), true);
            case HIDDEN_IN_THE_FORM -> {
                text(values, FIRST_NAME, "Ti" + any(Words.HIDDEN, random) + "na");
                yield withForm(values, written(values, FIRST_NAME), true);
            }
            default -> jira.raise(Cast.MIA, values);
        };
    }

    private String question(int number) {
        return company.site()
                .as(Cast.MIA.email(), Cast.PASSWORD)
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

    private String copied(String original) {
        return company.site()
                .post("/sandbox/issues/" + original + "/copy", Map.of())
                .path("key")
                .asText();
    }

    /**
     * The portal hands both in together, and asks for the approval at once. A form has a time of its own, and what was
     * handed in a second later counts as changed; so where the second ends in between, it is raised once more.
     */
    private String withForm(Map<String, JsonNode> values, JsonNode firstName, boolean submitted) {
        while (true) {
            String key = jira.raise(Cast.MIA, values);
            JsonNode form = company.site()
                    .post(
                            "/sandbox/issues/" + key + "/forms",
                            Map.of("answers", Map.of("first-name", firstName), "submitted", submitted));
            if (second(form.path("updated").asText())
                    .equals(second(jira.approvalAskedAt(key).toString()))) {
                return key;
            }
        }
    }

    private static String second(String instant) {
        return instant.substring(0, "2026-11-26T00:00:00".length());
    }

    private void act(Kind kind, String key, Person approver, Random random) {
        switch (kind) {
            case STATUS_FORCED, COPIED_AND_FORCED -> jira.transition(key, Cast.GUS, FORCE);
            case COPIED_AND_APPROVED_BY_WHO_COPIED -> {
                jira.edit(key, Cast.ADA, APPROVERS, picked(Cast.GUS));
                jira.approve(key, Cast.GUS);
            }
            case NEVER_ANSWERED -> summary(key, "Soon, please");
            case DECLINED -> jira.decline(key, approver);
            case DECLINED_THEN_FORCED -> {
                jira.decline(key, approver);
                jira.transition(key, Cast.MIA, RESUBMIT);
                jira.transition(key, Cast.GUS, FORCE);
            }
            case DECLINED_THEN_APPROVED_ANEW -> {
                jira.decline(key, approver);
                jira.transition(key, Cast.MIA, RESUBMIT);
                jira.approve(key, approver);
            }
            case EDITED_BEFORE_THE_ANSWER -> {
                edit(key, random);
                jira.approve(key, approver);
            }
            case EDITED_WHERE_IT_DOES_NOT_MATTER -> {
                summary(key, "As discussed");
                jira.approve(key, approver);
            }
            case CHOSEN_BY_ANOTHER -> {
                jira.edit(key, Cast.GUS, APPROVERS, picked(Cast.OLGA));
                jira.approve(key, Cast.OLGA);
            }
            case APPROVED_BY_WHO_CHOSE_HIMSELF -> {
                jira.edit(key, Cast.GUS, APPROVERS, picked(Cast.GUS));
                jira.approve(key, Cast.GUS);
            }
            case APPROVED_BY_WHO_CHOSE_GROUPS -> {
                jira.edit(key, Cast.GUS, APPROVER_GROUPS, groups("Leads"));
                jira.approve(key, Cast.GUS);
            }
            case REPORTER_CHANGED_BY_ANOTHER -> reportedAnew(key, Cast.ADA, Cast.OLGA, approver);
            case REPORTER_CHANGED_BY_APPROVER -> reportedAnew(key, Cast.GUS, Cast.OLGA, approver);
            case APPROVED_BY_FORMER_REPORTER -> reportedAnew(key, Cast.ADA, Cast.MIA, approver);
            case LOGIN_TAKEN -> {
                company.createPerson(
                        "Was",
                        "Here",
                        jira.issueAsJson(key).at("/fields/" + EMAIL).asText());
                jira.approve(key, approver);
            }
            case OTHER_TYPE -> summary(key, "Answered");
            case EDITED_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                edit(key, random);
            }
            case EDITED_AND_TAKEN_BACK -> {
                JsonNode email = jira.issueAsJson(key).at("/fields/" + EMAIL);
                jira.approve(key, approver);
                jira.edit(key, Cast.GUS, EMAIL, TextNode.valueOf("eve@example.com"));
                jira.edit(key, Cast.GUS, EMAIL, email);
            }
            case MOVED_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                control(key, "move", Map.of("project", "OPS"));
            }
            case MOVED_THERE_AND_BACK -> {
                String id = jira.idOf(key);
                jira.approve(key, approver);
                control(id, "move", Map.of("project", "OPS"));
                control(id, "move", Map.of("project", "ITH"));
            }
            case OTHER_TYPE_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                become(key, "26");
            }
            case OTHER_TYPE_AND_BACK -> {
                jira.approve(key, approver);
                become(key, "26");
                become(key, "25");
            }
            case CLOSED_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                jira.transition(key, Cast.GUS, COMPLETE);
            }
            case SENT_BACK_AFTER_THE_ANSWER -> {
                jira.approve(key, approver);
                jira.transition(key, Cast.GUS, BACK_TO_APPROVAL);
            }
            case SENT_BACK_THEN_APPROVED_ANEW -> {
                jira.approve(key, approver);
                edit(key, random);
                // What changes in the second in which it is asked for counts as changed after that.
                aSecondLater();
                jira.transition(key, Cast.GUS, BACK_TO_APPROVAL);
                jira.approve(key, approver);
            }
            case SENT_BACK_THEN_DECLINED -> {
                jira.approve(key, approver);
                jira.transition(key, Cast.GUS, BACK_TO_APPROVAL);
                jira.decline(key, approver);
            }
            case CHOSE_HIMSELF_AND_TOOK_HIMSELF_OUT -> {
                jira.edit(key, Cast.GUS, APPROVERS, picked(Cast.GUS));
                jira.approve(key, Cast.GUS);
                jira.edit(key, Cast.GUS, APPROVERS, picked(Cast.PAUL));
            }
            case CHOSE_HIMSELF_AND_WAS_TAKEN_OUT -> {
                jira.edit(key, Cast.GUS, APPROVERS, picked(Cast.GUS));
                jira.approve(key, Cast.GUS);
                jira.edit(key, Cast.ADA, APPROVERS, picked(Cast.PAUL));
            }
            case SECOND_STEP_OPEN -> jira.approve(key, approver);
            case SECOND_STEP_FORCED -> {
                jira.approve(key, approver);
                jira.transition(key, Cast.GUS, FORCE);
            }
            case QUORUM_NOT_REACHED -> {
                jira.approve(key, approver);
                // Jira announces no answer that is not the last one.
                summary(key, "One is enough, surely");
            }
            case SECOND_STEP_DECLINED -> {
                jira.approve(key, approver);
                jira.decline(key, Cast.OLGA);
            }
            case BOTH_STEPS, QUORUM_REACHED, TWO_FOR_TWO -> {
                jira.approve(key, approver);
                jira.approve(key, Cast.OLGA);
            }
            case CHOSEN_BY_ANOTHER_BY_THE_BOOK -> {
                jira.edit(key, Cast.ADA, APPROVERS, picked(Cast.GUS));
                jira.approve(key, Cast.GUS);
            }
            case LAST_EDITOR_OF_THE_FIELD -> {
                jira.edit(key, Cast.GUS, APPROVERS, picked(Cast.GUS));
                jira.approve(key, Cast.GUS);
            }
            case FORM_CHANGED -> {
                aSecondLater();
                control(
                        key,
                        "PUT",
                        "forms/" + jira.formsOf(key).get(0).path("id").asText(),
                        Map.of("answers", Map.of("personal-email", "mallory@home.example"), "submitted", true));
                jira.approve(key, approver);
            }
            case APPROVALS_NOT_SHOWN_AT_FIRST -> {
                disturb("/rest/servicedeskapi/request/" + jira.idOf(key) + "/approval", NO_APPROVALS);
                jira.approve(key, approver);
            }
            case HISTORY_NOT_SHOWN_AT_FIRST -> {
                edit(key, random);
                disturb("/rest/api/3/issue/" + jira.idOf(key) + "/changelog", NO_HISTORY);
                jira.approve(key, approver);
            }
            case BENEFICIARY_CHANGED -> {
                jira.edit(key, Cast.GUS, WHOM, picked(Cast.MIA));
                jira.approve(key, approver);
            }
            case APPROVED_ANEW_BETWEEN_READS -> {
                between.beforeApprovals(jira.idOf(key), () -> {
                    edit(key, random);
                    aSecondLater();
                    jira.transition(key, Cast.GUS, BACK_TO_APPROVAL);
                    jira.approve(key, approver);
                });
                jira.approve(key, approver);
            }
            case EDITED_BETWEEN_READS -> {
                between.beforeHistory(jira.idOf(key), () -> edit(key, random));
                jira.approve(key, approver);
            }
            default -> jira.approve(key, approver);
        }
    }

    /** It becomes somebody else's, and is asked for once more after that. */
    private void reportedAnew(String key, Person by, Person reporter, Person approver) {
        jira.edit(key, by, "reporter", picked(reporter).get(0));
        aSecondLater();
        jira.decline(key, approver);
        jira.transition(key, Cast.ADA, RESUBMIT);
        jira.approve(key, approver);
    }

    private static JsonNode groups(String name) {
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        groups.addObject().put("name", name);
        return groups;
    }

    private void disturb(String path, String answer) {
        jira.server().faults().order(Fault.answer("GET", path, 2, 200, answer));
    }

    private void edit(String key, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> jira.edit(key, Cast.GUS, FIRST_NAME, TextNode.valueOf("Eve"));
            case 1 -> jira.edit(key, Cast.GUS, LAST_NAME, TextNode.valueOf("Eve"));
            case 2 -> jira.edit(key, Cast.GUS, SECOND_EMAIL, TextNode.valueOf("eve@evil.example"));
            default ->
                jira.edit(
                        key,
                        Cast.GUS,
                        DEPARTMENT,
                        JsonNodeFactory.instance.objectNode().put("value", "Finance"));
        }
    }

    private void summary(String key, String text) {
        jira.edit(key, Cast.GUS, "summary", TextNode.valueOf(text));
    }

    private void become(String key, String type) {
        control(key, "PUT", "type", Map.of("requestType", type));
    }

    private void control(String issue, String what, Map<String, ?> body) {
        control(issue, "POST", what, body);
    }

    private void control(String issue, String method, String what, Map<String, ?> body) {
        Http site = company.site();
        String path = "/sandbox/issues/" + issue + "/" + what;
        JsonNode ignored = method.equals("PUT") ? site.put(path, body) : site.post(path, body);
    }

    private void aSecondLater() {
        String now = second(jira.now().toString());
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !second(jira.now().toString()).equals(now));
    }

    /** What happens once the product has found what should be done and could not begin yet. */
    void beforeTheFirstEffect(Ticket ticket, Random random) {
        switch (ticket.kind()) {
            case EDITED_BEFORE_THE_FIRST_EFFECT -> edit(ticket.key(), random);
            case CLOSED_BEFORE_THE_FIRST_EFFECT -> jira.transition(ticket.key(), Cast.GUS, COMPLETE);
            case SENT_BACK_BEFORE_THE_FIRST_EFFECT -> jira.transition(ticket.key(), Cast.GUS, BACK_TO_APPROVAL);
            default -> {}
        }
    }

    /** What happens to a ticket once everything is quiet; nothing may come of it. */
    void after(Ticket ticket) {
        if (ticket.kind() == Kind.CLOSED_THEN_REOPENED
                && jira.status(ticket.key()).equals("Done")) {
            jira.transition(ticket.key(), Cast.GUS, REOPEN);
            jira.edit(ticket.key(), Cast.GUS, FIRST_NAME, TextNode.valueOf("Again"));
        }
    }
}
