package io.latchkey.sandbox.jira;

import io.latchkey.sandbox.http.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JQL that the site understands: AND, OR, NOT, parentheses; {@code = != in, not in, >=, >, <=, <, ~}, {@code is
 * (not) empty}; project, key, id, status, statusCategory, issuetype, "Request Type", reporter, creator, summary, created,
 * updated, approvals; ORDER BY key, created, updated, status. Anything else is refused with 400, never ignored. Dates are
 * read in the caller's time zone (documented).
 *
 * @param matches whether an issue is found
 * @param order the order in which found issues come
 * @param bounded whether there is any restriction
 */
record Jql(Predicate<Issue> matches, Comparator<Issue> order, boolean bounded) {

    private static final Comparator<Issue> BY_ID = Comparator.comparingLong(issue -> Long.parseLong(issue.id()));

    /** Reads a query. @throws Refusal 400 when it cannot be understood */
    static Jql read(String text, Person caller, Instant now, Rules rules) {
        return new Reader(new JqlTokens(text), caller, now, rules).query();
    }

    /** One reading of one query. */
    private record Reader(JqlTokens tokens, Person caller, Instant now, Rules rules) {

        private static final Pattern AGO = Pattern.compile("-(\\d+)([mhdw])");

        private static final List<DateTimeFormatter> MINUTES = List.of(
                DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm", Locale.ROOT),
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT));

        private static final List<DateTimeFormatter> DAYS = List.of(
                DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT),
                DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT));

        Jql query() {
            boolean bounded = !tokens.isAtEnd() && !tokens.sees("order", "by");
            Predicate<Issue> matches = bounded ? either() : issue -> true;
            Comparator<Issue> order = tokens.takes("order", "by") ? order() : BY_ID.reversed();
            if (!tokens.isAtEnd()) {
                throw tokens.unexpected("either 'OR' or 'AND'");
            }
            return new Jql(matches, order, bounded);
        }

        private Predicate<Issue> either() {
            Predicate<Issue> left = both();
            while (tokens.takes("or")) {
                left = left.or(both());
            }
            return left;
        }

        private Predicate<Issue> both() {
            Predicate<Issue> left = one();
            while (tokens.takes("and")) {
                left = left.and(one());
            }
            return left;
        }

        private Predicate<Issue> one() {
            if (tokens.takes("not")) {
                return one().negate();
            }
            if (tokens.takes("(")) {
                Predicate<Issue> inner = either();
                tokens.expect(")");
                return inner;
            }
            return clause(tokens.take("a field name").text());
        }

        private Predicate<Issue> clause(String field) {
            return switch (field.toLowerCase(Locale.ROOT)) {
                case "project" ->
                    words(issue -> List.of(
                            issue.project().id(),
                            issue.project().name(),
                            issue.project().label()));
                case "key", "issuekey", "issue", "id" -> words(issue -> List.of(issue.key(), issue.id()));
                case "status" ->
                    words(issue -> List.of(issue.status().id(), issue.status().label()));
                case "statuscategory" ->
                    words(issue -> List.of(
                            String.valueOf(issue.status().category().id()),
                            issue.status().category().key(),
                            issue.status().category().label()));
                case "issuetype", "type" ->
                    words(issue ->
                            List.of(issue.type().issueTypeId(), issue.type().issueTypeName()));
                case "request type", "cf[10010]" -> words(Reader::requestType);
                case "reporter" -> words(issue -> List.of(issue.reporter().accountId()));
                case "creator" -> words(issue -> List.of(issue.creator().accountId()));
                case "summary" -> contains(Issue::summary);
                case "created" -> time(Issue::created);
                case "updated" -> time(Issue::updated);
                case "approvals", "approval" -> approvals();
                default ->
                    throw new Refusal(
                            400, "Field '" + field + "' does not exist or you do not have permission to view it.");
            };
        }

        private static List<String> requestType(Issue issue) {
            if (issue.project() != Project.ITH) {
                return List.of();
            }
            String name = issue.type().label();
            return List.of(
                    name, name + " (" + Project.ITH.name() + ")", issue.type().id());
        }

        private Predicate<Issue> words(Function<Issue, List<String>> values) {
            if (tokens.takes("is", "not", "empty") || tokens.takes("is", "not", "null")) {
                return issue -> !values.apply(issue).isEmpty();
            }
            if (tokens.takes("is", "empty") || tokens.takes("is", "null")) {
                return issue -> values.apply(issue).isEmpty();
            }
            if (tokens.takes("not", "in")) {
                return anyOf(values, list()).negate();
            }
            if (tokens.takes("in")) {
                return anyOf(values, list());
            }
            if (tokens.takes("!=")) {
                return anyOf(values, List.of(value())).negate();
            }
            tokens.expect("=");
            return anyOf(values, List.of(value()));
        }

        private static Predicate<Issue> anyOf(Function<Issue, List<String>> values, List<String> wanted) {
            return issue -> values.apply(issue).stream()
                    .anyMatch(value -> wanted.stream().anyMatch(value::equalsIgnoreCase));
        }

        private List<String> list() {
            tokens.expect("(");
            var values = new ArrayList<String>();
            do {
                values.add(value());
            } while (tokens.takes(","));
            tokens.expect(")");
            return values;
        }

        private String value() {
            JqlTokens.Token token = tokens.take("a value");
            if (!token.quoted() && token.is("currentUser")) {
                tokens.expect("(");
                tokens.expect(")");
                return caller.accountId();
            }
            return token.text();
        }

        private Predicate<Issue> contains(Function<Issue, String> text) {
            tokens.expect("~");
            String wanted = value().toLowerCase(Locale.ROOT).replace("*", "");
            return issue -> text.apply(issue).toLowerCase(Locale.ROOT).contains(wanted);
        }

        private Predicate<Issue> time(Function<Issue, Instant> when) {
            String operator = tokens.take("an operator").text();
            Instant at = instant(value());
            return switch (operator) {
                case ">=" -> issue -> !when.apply(issue).isBefore(at);
                case ">" -> issue -> when.apply(issue).isAfter(at);
                case "<=" -> issue -> !when.apply(issue).isAfter(at);
                case "<" -> issue -> when.apply(issue).isBefore(at);
                default ->
                    throw new Refusal(400, "The operator '" + operator + "' is not supported by the 'updated' field.");
            };
        }

        private Instant instant(String text) {
            Matcher ago = AGO.matcher(text);
            if (ago.matches()) {
                return now.minus(span(Long.parseLong(ago.group(1)), ago.group(2)));
            }
            ZoneId zone = ZoneId.of(caller.timeZone());
            for (DateTimeFormatter format : MINUTES) {
                try {
                    return LocalDateTime.parse(text, format).atZone(zone).toInstant();
                } catch (DateTimeParseException e) {
                    continue;
                }
            }
            for (DateTimeFormatter format : DAYS) {
                try {
                    return LocalDate.parse(text, format).atStartOfDay(zone).toInstant();
                } catch (DateTimeParseException e) {
                    continue;
                }
            }
            throw new Refusal(
                    400,
                    "Date value '" + text
                            + "' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm',"
                            + " 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.");
        }

        private static Duration span(long amount, String unit) {
            return switch (unit) {
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> Duration.ofDays(7 * amount);
            };
        }

        private Predicate<Issue> approvals() {
            tokens.expect("=");
            String function = tokens.take("a function").text();
            tokens.expect("(");
            tokens.expect(")");
            return switch (function.toLowerCase(Locale.ROOT)) {
                case "approved" -> issue -> decided(issue, Decision.APPROVED);
                case "declined" -> issue -> decided(issue, Decision.DECLINED);
                case "pending" -> issue -> issue.pendingApproval().isPresent();
                case "mypending" ->
                    issue -> issue.pendingApproval()
                            .filter(approval -> approval.awaits(caller))
                            .isPresent();
                default -> throw new Refusal(400, "Unable to find JQL function '" + function + "()'.");
            };
        }

        private boolean decided(Issue issue, Decision decision) {
            List<Approval> all = issue.approvals();
            List<Approval> looked = rules.text(JiraRules.APPROVED_MEANS).equals("newest") && !all.isEmpty()
                    ? all.subList(all.size() - 1, all.size())
                    : all;
            return looked.stream().anyMatch(approval -> approval.finalDecision() == decision);
        }

        private Comparator<Issue> order() {
            Comparator<Issue> order = null;
            do {
                Comparator<Issue> next =
                        directed(orderField(tokens.take("a field name").text()));
                order = order == null ? next : order.thenComparing(next);
            } while (tokens.takes(","));
            return Objects.requireNonNull(order).thenComparing(BY_ID);
        }

        private Comparator<Issue> directed(Comparator<Issue> order) {
            if (tokens.takes("desc")) {
                return order.reversed();
            }
            tokens.takes("asc");
            return order;
        }

        private static Comparator<Issue> orderField(String field) {
            return switch (field.toLowerCase(Locale.ROOT)) {
                case "created" -> Comparator.comparing(Issue::created);
                case "updated" -> Comparator.comparing(Issue::updated);
                case "status" -> Comparator.comparing(Issue::status);
                case "key", "issuekey", "id" -> BY_ID;
                default ->
                    throw new Refusal(
                            400, "Field '" + field + "' does not exist or you do not have permission to view it.");
            };
        }
    }
}
