package io.latchkey.adversarial.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What should come of one ticket of the onboarding, from the issue with its history and its approvals as Jira tells them. A
 * second telling of the rules, by another hand and from the documents: an approval is the record of a person who may; what
 * it was given for has not changed since; what the request says can be taken; no guardrail forbids it.
 */
public final class Oracle {

    private static final DateTimeFormatter JIRA_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXX");
    private static final String PROJECT = "ITH";
    private static final String ONBOARDING = "25";
    private static final String REQUEST_TYPE = "customfield_10010";
    private static final String FIRST_NAME = "customfield_10101";
    private static final String LAST_NAME = "customfield_10102";
    private static final String EMAIL = "customfield_10103";
    private static final String DEPARTMENT = "customfield_10104";
    private static final String SECOND_EMAIL = "customfield_10105";
    private static final String WHOM = "customfield_10013";
    private static final Set<String> MATTER = Set.of(
            FIRST_NAME,
            LAST_NAME,
            EMAIL,
            DEPARTMENT,
            SECOND_EMAIL,
            WHOM,
            REQUEST_TYPE,
            "project",
            "issuetype",
            "reporter");

    private final Rules rules;

    /** An oracle for the tickets of a time. */
    public Oracle(Rules rules) {
        this.rules = rules;
    }

    /**
     * The verdict.
     *
     * @param issue the issue, with {@code expand=changelog}
     * @param approvals {@code values} of its approvals
     * @param forms its forms
     * @param admitted when it was admitted, for tickets that people change after that
     */
    public Expected expect(JsonNode issue, JsonNode approvals, List<JsonNode> forms, @Nullable Instant admitted) {
        JsonNode fields = issue.path("fields");
        List<JsonNode> history = beforeUs(issue);
        if (admitted != null) {
            return afterwards(fields, history, inOrder(approvals), admitted);
        }
        if (!fields.at("/project/key").asText().equals(PROJECT)
                || !fields.path(REQUEST_TYPE).at("/requestType/id").asText().equals(ONBOARDING)) {
            return new Expected(Expected.Outcome.UNTOUCHED, "not-ours");
        }
        if (isClosed(issue, history)) {
            return Expected.ignored("request.closed");
        }
        List<JsonNode> all = inOrder(approvals);
        List<JsonNode> newest = newestRound(all);
        return consent(all, newest)
                .or(() -> requesters(fields, newest))
                .or(() -> content(history, newest))
                .or(() -> forms(fields, forms, newest))
                .or(() -> inputs(fields, forms))
                .or(() -> new Approvers(rules, fields, history, yes(newest)).judge())
                .or(() -> guardrails(fields))
                .orElseGet(() -> ending(fields));
    }

    /** What people did to an admitted ticket before anything was done for it. */
    private Expected afterwards(JsonNode fields, List<JsonNode> history, List<JsonNode> approvals, Instant admitted) {
        for (JsonNode entry : history) {
            if (at(entry.path("created").asText()).isBefore(admitted)) {
                continue;
            }
            for (JsonNode item : entry.path("items")) {
                if (item.path("field").asText().equals("resolution")) {
                    return Expected.ended("request.closed");
                }
                if (MATTER.contains(item.path("fieldId").asText())) {
                    return Expected.ended("content.changed-after-admission");
                }
            }
        }
        boolean stands = approvals.stream()
                .allMatch(approval -> approval.path("finalDecision").asText().equals("approved"));
        return stands
                ? guardrails(fields)
                        .map(forbids -> Expected.ended(forbids.reason()))
                        .orElseGet(Expected::granted)
                : Expected.ended("approval.withdrawn");
    }

    private Expected ending(JsonNode fields) {
        return rules.taken().contains(fields.path(EMAIL).asText().strip())
                ? Expected.ended("okta.login-taken")
                : Expected.granted();
    }

    /** What people did before the app did anything: the rest came of the decision, and did not lead to it. */
    private List<JsonNode> beforeUs(JsonNode issue) {
        List<JsonNode> histories = new ArrayList<>();
        issue.at("/changelog/histories").forEach(histories::add);
        histories.sort(
                Comparator.comparing(history -> at(history.path("created").asText())));
        List<JsonNode> before = new ArrayList<>();
        for (JsonNode history : histories) {
            if (history.at("/author/accountId").asText().equals(rules.app())) {
                break;
            }
            before.add(history);
        }
        return before;
    }

    /** In the status to which people had brought it. */
    private static boolean isClosed(JsonNode issue, List<JsonNode> history) {
        boolean wasMovedByUs = history.size() < issue.at("/changelog/histories").size();
        return !wasMovedByUs
                && issue.at("/fields/status/statusCategory/key").asText().equals("done");
    }

    private static List<JsonNode> inOrder(JsonNode approvals) {
        List<JsonNode> all = new ArrayList<>();
        approvals.forEach(all::add);
        all.sort(Comparator.comparing((JsonNode approval) -> created(approval))
                .thenComparing(approval -> approval.path("id").asLong()));
        return all;
    }

    /** Each step once, in its newest record; what a repeated step begins is the newest round. */
    private List<JsonNode> newestRound(List<JsonNode> all) {
        List<JsonNode> round = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode approval : all) {
            String name = approval.path("name").asText();
            if (!rules.ask().steps().isEmpty() && !rules.ask().steps().contains(name)) {
                continue;
            }
            if (!names.add(name)) {
                round.clear();
                names.clear();
                names.add(name);
            }
            round.add(approval);
        }
        return round;
    }

    private Optional<Expected> consent(List<JsonNode> all, List<JsonNode> round) {
        if (round.isEmpty()) {
            return Optional.of(Expected.ignored("approval.none"));
        }
        for (JsonNode approval : round) {
            String decision = approval.path("finalDecision").asText();
            if (!decision.equals("approved")) {
                return Optional.of(Expected.ignored("approval." + decision));
            }
        }
        Set<String> wanted = new HashSet<>(rules.ask().steps());
        if (wanted.isEmpty()) {
            all.forEach(approval -> wanted.add(approval.path("name").asText()));
        }
        Set<String> now = new HashSet<>();
        round.forEach(approval -> now.add(approval.path("name").asText()));
        return now.containsAll(wanted) ? Optional.empty() : Optional.of(Expected.ignored("approval.round-incomplete"));
    }

    /** Those who said yes. */
    private static List<JsonNode> yes(List<JsonNode> round) {
        List<JsonNode> people = new ArrayList<>();
        for (JsonNode approval : round) {
            for (JsonNode one : approval.path("approvers")) {
                if (one.path("approverDecision").asText().equals("approved")) {
                    people.add(one.path("approver"));
                }
            }
        }
        return people;
    }

    private Optional<Expected> requesters(JsonNode fields, List<JsonNode> round) {
        for (JsonNode person : yes(round)) {
            String account = person.path("accountId").asText();
            if (!person.path("active").asBoolean() || account.equals(rules.app())) {
                return Optional.of(Expected.refused("approval.approver-not-a-person"));
            }
            if (account.equals(fields.at("/reporter/accountId").asText())
                    || account.equals(fields.at("/creator/accountId").asText())) {
                return Optional.of(Expected.refused("approval.own-request"));
            }
        }
        return Optional.empty();
    }

    private static Instant since(List<JsonNode> round) {
        return round.stream()
                .map(Oracle::created)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** A form that was handed in, not changed since, and says what the field beside it says. */
    private Optional<Expected> forms(JsonNode fields, List<JsonNode> forms, List<JsonNode> round) {
        if (!rules.ask().form()) {
            return Optional.empty();
        }
        if (forms.isEmpty()) {
            return Optional.of(Expected.held("form.missing"));
        }
        JsonNode form = forms.get(0);
        if (!form.at("/state/status").asText().equals("s")) {
            return Optional.of(Expected.held("form.not-submitted"));
        }
        Instant updated = Instant.parse(form.path("updated").asText());
        if (updated.getEpochSecond() > since(round).getEpochSecond()) {
            return Optional.of(Expected.held("form.changed-after-approval"));
        }
        return firstName(form).equals(fields.path(FIRST_NAME).asText())
                ? Optional.empty()
                : Optional.of(Expected.held("form.disagrees-with-field"));
    }

    private static String firstName(JsonNode form) {
        return form.at("/state/answers/1/text").asText();
    }

    private static Optional<Expected> content(List<JsonNode> history, List<JsonNode> round) {
        Instant since = since(round);
        for (JsonNode entry : history) {
            if (at(entry.path("created").asText()).isBefore(since.truncatedTo(ChronoUnit.SECONDS))) {
                continue;
            }
            for (JsonNode item : entry.path("items")) {
                if (MATTER.contains(item.path("fieldId").asText())) {
                    return Optional.of(Expected.held("content.changed-after-approval"));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Expected> inputs(JsonNode fields, List<JsonNode> forms) {
        JsonNode first = rules.ask().form() ? forms.get(0).at("/state/answers/1/text") : fields.path(FIRST_NAME);
        return text(first, 50, true)
                .or(() -> text(fields.path(LAST_NAME), 50, true))
                .or(() -> email(fields.path(EMAIL), 100, true))
                .or(() -> email(fields.path(SECOND_EMAIL), 100, false))
                .or(() -> beneficiary(fields));
    }

    private Optional<Expected> beneficiary(JsonNode fields) {
        String field = rules.ask().beneficiaryField();
        return field != null && fields.path(field).isEmpty()
                ? Optional.of(Expected.refused("input.missing"))
                : Optional.empty();
    }

    private static Optional<Expected> text(JsonNode value, int longest, boolean required) {
        if (value.isMissingNode() || value.isNull() || value.asText().isBlank()) {
            return required ? Optional.of(Expected.refused("input.missing")) : Optional.empty();
        }
        String text = value.asText().strip();
        if (text.length() > longest) {
            return Optional.of(Expected.refused("input.too-long"));
        }
        return text.codePoints().allMatch(Oracle::isSeen)
                ? Optional.empty()
                : Optional.of(Expected.refused("input.hidden-characters"));
    }

    private static Optional<Expected> email(JsonNode value, int longest, boolean required) {
        String text = value.asText("").strip();
        if (text.isEmpty()) {
            return text(value, longest, required);
        }
        boolean is = text.chars().allMatch(c -> c > 0x20 && c < 0x7f)
                && text.matches("[^@,<>\\s\"()\\[\\];:\\\\]+@[A-Za-z0-9][A-Za-z0-9.-]*\\.[A-Za-z0-9]+")
                && !text.matches(".*@.*(\\.\\.|-\\.|\\.-).*");
        return is ? text(value, longest, required) : Optional.of(Expected.refused("input.not-an-email"));
    }

    private static boolean isSeen(int point) {
        int type = Character.getType(point);
        boolean ignorable = point == 0x034F
                || point == 0x115F
                || point == 0x1160
                || point == 0x3164
                || point == 0xFFA0
                || point == 0x2800
                || (point >= 0xFE00 && point <= 0xFE0F);
        return !ignorable
                && type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.PRIVATE_USE
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }

    private Optional<Expected> guardrails(JsonNode fields) {
        if (rules.notAllowed()) {
            return Optional.of(Expected.refused("guardrail.group-not-allowed"));
        }
        if (rules.groupIsProtected()) {
            return Optional.of(Expected.refused("guardrail.group-protected"));
        }
        if (rules.groupAdministers()) {
            return Optional.of(Expected.refused("guardrail.group-administers"));
        }
        String login = fields.path(EMAIL).asText().strip();
        if (rules.protectedLogins().contains(login)) {
            return Optional.of(Expected.refused("guardrail.person-protected"));
        }
        String domain = login.substring(login.indexOf('@') + 1).toLowerCase(java.util.Locale.ROOT);
        if (!rules.domains().isEmpty() && !rules.domains().contains(domain)) {
            return Optional.of(Expected.refused("guardrail.domain-foreign"));
        }
        return Rules.isLike(login, rules.protectedLogins()) || Rules.isLike(login, rules.admitted())
                ? Optional.of(Expected.refused("guardrail.login-look-alike"))
                : Optional.empty();
    }

    private static Instant created(JsonNode approval) {
        JsonNode date = approval.path("createdDate");
        return Instant.ofEpochMilli(date.path("epochMillis").asLong());
    }

    private static Instant at(String time) {
        return OffsetDateTime.parse(time, JIRA_TIME).toInstant();
    }
}
