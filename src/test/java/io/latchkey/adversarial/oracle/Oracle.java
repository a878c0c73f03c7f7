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
    private static final Set<String> MATTER = Set.of(
            FIRST_NAME, LAST_NAME, EMAIL, DEPARTMENT, SECOND_EMAIL, REQUEST_TYPE, "project", "issuetype", "reporter");

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
     */
    public Expected expect(JsonNode issue, JsonNode approvals) {
        JsonNode fields = issue.path("fields");
        List<JsonNode> history = beforeUs(issue);
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
                .or(() -> approvers(fields, newest))
                .or(() -> content(history, newest))
                .or(() -> inputs(fields))
                .or(() -> people(newest))
                .or(() -> guardrails(fields))
                .orElseGet(Expected::granted);
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
    private static List<JsonNode> newestRound(List<JsonNode> all) {
        List<JsonNode> round = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode approval : all) {
            if (!names.add(approval.path("name").asText())) {
                round.clear();
                names.clear();
                names.add(approval.path("name").asText());
            }
            round.add(approval);
        }
        return round;
    }

    private static Optional<Expected> consent(List<JsonNode> all, List<JsonNode> round) {
        if (round.isEmpty()) {
            return Optional.of(Expected.ignored("approval.none"));
        }
        for (JsonNode approval : round) {
            String decision = approval.path("finalDecision").asText();
            if (!decision.equals("approved")) {
                return Optional.of(Expected.ignored("approval." + decision));
            }
        }
        Set<String> ever = new HashSet<>();
        all.forEach(approval -> ever.add(approval.path("name").asText()));
        Set<String> now = new HashSet<>();
        round.forEach(approval -> now.add(approval.path("name").asText()));
        return now.equals(ever) ? Optional.empty() : Optional.of(Expected.ignored("approval.round-incomplete"));
    }

    private Optional<Expected> approvers(JsonNode fields, List<JsonNode> round) {
        for (JsonNode approval : round) {
            for (JsonNode one : approval.path("approvers")) {
                if (!one.path("approverDecision").asText().equals("approved")) {
                    continue;
                }
                String account = one.at("/approver/accountId").asText();
                if (!one.at("/approver/active").asBoolean() || account.equals(rules.app())) {
                    return Optional.of(Expected.refused("approval.approver-not-a-person"));
                }
                if (account.equals(fields.at("/reporter/accountId").asText())
                        || account.equals(fields.at("/creator/accountId").asText())) {
                    return Optional.of(Expected.refused("approval.own-request"));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Expected> people(List<JsonNode> round) {
        for (JsonNode approval : round) {
            for (JsonNode one : approval.path("approvers")) {
                if (one.path("approverDecision").asText().equals("approved")
                        && !rules.isPerson(one.at("/approver/accountId").asText())) {
                    return Optional.of(Expected.refused("approval.approver-not-a-person"));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Expected> content(List<JsonNode> history, List<JsonNode> round) {
        Instant since = round.stream()
                .map(Oracle::created)
                .min(Comparator.naturalOrder())
                .orElseThrow();
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

    private static Optional<Expected> inputs(JsonNode fields) {
        return text(fields.path(FIRST_NAME), 50, true)
                .or(() -> text(fields.path(LAST_NAME), 50, true))
                .or(() -> email(fields.path(EMAIL), 100, true))
                .or(() -> email(fields.path(SECOND_EMAIL), 100, false));
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
        if (rules.groupIsProtected()) {
            return Optional.of(Expected.refused("guardrail.group-protected"));
        }
        String login = fields.path(EMAIL).asText().strip();
        String domain = login.substring(login.indexOf('@') + 1).toLowerCase(java.util.Locale.ROOT);
        if (!rules.domains().isEmpty() && !rules.domains().contains(domain)) {
            return Optional.of(Expected.refused("guardrail.domain-foreign"));
        }
        return rules.knowsLookAlike(login)
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
