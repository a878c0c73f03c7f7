package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.text.PlainText;
import io.latchkey.platform.text.Words;
import io.latchkey.recipe.Recipe;
import io.latchkey.work.Deferred;
import io.latchkey.work.PlannedStep;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an approval does, in words for those who approve: pure, in the language of the recipe. Values of the request are
 * shown as they are, with everything written out that cannot be seen.
 */
final class PreviewText {

    /** More lines than anybody reads are counted. */
    private static final int MOST_LINES = 40;

    private static final int LONGEST = 30_000;
    private static final String WORDS = "preview";

    private static final Set<String> GIVING =
            Set.of(StepKinds.CREATE_USER, StepKinds.ENSURE_GROUPS, StepKinds.GIVE, StepKinds.CHANGE_ROLE);
    private static final String HANDED = "-handed";
    private static final String ABOUT_A_PERSON = "guardrail.person-";

    private final Recipe recipe;
    private final Words words;
    private final Map<String, String> names;
    private final Map<String, Known> accounts;
    private final Optional<Map<String, List<String>>> apps;
    private final Set<String> met;

    /** The logins of accounts that the plan creates, by the step that does. */
    private final Map<String, String> made = new HashMap<>();

    /**
     * What is known of an account that the request names.
     *
     * @param login what people know it by
     * @param groupIds the groups it is in; empty where they were not read
     */
    record Known(String login, Set<String> groupIds) {

        Known {
            groupIds = Set.copyOf(groupIds);
        }
    }

    /**
     * What Okta says of a plan.
     *
     * @param accounts that exist, by id
     * @param apps what comes with each group that is given; empty when nobody can tell
     * @param met the user names of those accounts that are to be created and meet one that exists
     */
    record Sight(Map<String, Known> accounts, Optional<Map<String, List<String>>> apps, Set<String> met) {

        static final Sight NONE = new Sight(Map.of(), Optional.empty(), Set.of());

        Sight {
            accounts = Map.copyOf(accounts);
            met = Set.copyOf(met);
        }
    }

    /**
     * Texts for one request.
     *
     * @param names of groups and applications, by id
     */
    PreviewText(Recipe recipe, Map<String, String> names, Sight sight) {
        this.recipe = recipe;
        this.words = Words.of(PreviewText.class, WORDS, recipe.locale().toLanguageTag());
        this.names = names;
        this.accounts = sight.accounts;
        this.apps = sight.apps;
        this.met = sight.met;
    }

    /**
     * The same in pieces, for panels.
     *
     * @param lines what would be done, one after the other
     * @param warnings what those who approve should know beside it, or why nothing would be done
     */
    record Told(List<String> lines, List<String> warnings) {

        Told {
            lines = List.copyOf(lines);
            warnings = List.copyOf(warnings);
        }
    }

    /** Of a request that could be admitted once it is approved. */
    String of(List<PlannedStep> steps) {
        Told told = steps(steps);
        String apps = applications(given(steps)).map(line -> "\n\n" + line).orElse("");
        return bounded(text("title", shown(recipe.title()))
                + "\n\n"
                + list(told.lines)
                + apps
                + (told.warnings.isEmpty() ? "" : "\n\n" + text("note") + "\n" + list(told.warnings))
                + "\n\n"
                + text("updated"));
    }

    /** Of a request that could be admitted once it is approved, in pieces. */
    Told told(List<PlannedStep> steps) {
        Told told = steps(steps);
        List<String> lines = new ArrayList<>(bounded(told.lines));
        applications(given(steps)).ifPresent(lines::add);
        return new Told(lines, bounded(told.warnings));
    }

    private Told steps(List<PlannedStep> steps) {
        List<String> lines = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Set<String> given = new HashSet<>();
        for (PlannedStep step : steps) {
            if (step.kind().equals(StepKinds.CREATE_USER)) {
                made.put(step.key(), value(step.input(), "login"));
            }
            lines.addAll(lines(step, given));
            notes.addAll(notes(step));
        }
        return new Told(lines, notes);
    }

    private static List<String> bounded(List<String> lines) {
        List<String> some = new ArrayList<>(lines.subList(0, Math.min(lines.size(), MOST_LINES)));
        if (lines.size() > MOST_LINES) {
            some.add("… +" + (lines.size() - MOST_LINES));
        }
        return some;
    }

    /** Jira: a comment has at most 32,767 characters. */
    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : PlainText.start(text, LONGEST) + "…";
    }

    /**
     * Of one that would not be admitted as it is. People of the portal read it, whoever they are: what is true of somebody's
     * account is told to agents only, once the request is refused.
     */
    String refused(String code, String sentence) {
        return refusal(code, sentence) + "\n\n" + text("updated");
    }

    /** The same in pieces. */
    Told toldRefused(String code, String sentence) {
        return new Told(List.of(), List.of(refusal(code, sentence)));
    }

    private String refusal(String code, String sentence) {
        String why = code.startsWith(ABOUT_A_PERSON) ? text("refused-person") : PlainText.written(sentence);
        return text("refused", shown(recipe.title())) + "\n" + why;
    }

    /** How those who will approve are called before they have. */
    static String whoeverApproves(Recipe recipe) {
        return Words.of(PreviewText.class, WORDS, recipe.locale().toLanguageTag())
                .text("approver");
    }

    /** The groups that somebody gets, whom the applications of these groups reach. */
    static Set<String> given(List<PlannedStep> steps) {
        Set<String> given = new LinkedHashSet<>();
        for (PlannedStep step : steps) {
            if (GIVING.contains(step.kind())) {
                given.addAll(
                        ids(step.input().path(StepShape.GROUP_IDS), step.input().path("addGroupIds")));
            }
        }
        return given;
    }

    /** Each once, in the order of its name. */
    private Optional<String> applications(Set<String> given) {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (apps.isEmpty()) {
            return Optional.of(text("apps-unknown"));
        }
        Set<String> labels = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        given.forEach(group -> apps.get().getOrDefault(group, List.of()).forEach(label -> labels.add(shown(label))));
        String shown = labels.stream().limit(MOST_LINES).collect(Collectors.joining(", "));
        String more = labels.size() > MOST_LINES ? " … +" + (labels.size() - MOST_LINES) : "";
        return Optional.of(labels.isEmpty() ? text("apps-none") : text("apps", shown + more));
    }

    private static String list(List<String> lines) {
        String shown = lines.stream().limit(MOST_LINES).map(line -> "• " + line).collect(Collectors.joining("\n"));
        return lines.size() > MOST_LINES ? shown + "\n… +" + (lines.size() - MOST_LINES) : shown;
    }

    /**
     * What a step does.
     *
     * @param given the groups of a new account that were told already; those of this step are added
     */
    private List<String> lines(PlannedStep step, Set<String> given) {
        JsonNode input = step.input();
        return switch (step.kind()) {
            case StepKinds.CREATE_USER -> {
                given.addAll(ids(input.path(StepShape.GROUP_IDS)));
                yield newAccount(input);
            }
            case StepKinds.ENSURE_GROUPS -> {
                List<String> groups = new ArrayList<>(ids(input.path(StepShape.GROUP_IDS)));
                if (!input.path("user").isTextual()) {
                    groups.removeIf(group -> !given.add(group));
                }
                yield groups.isEmpty() ? List.of() : List.of(text("groups", who(input), names(groups)));
            }
            case StepKinds.GIVE ->
                List.of(text(
                        "groups-until",
                        who(input),
                        names(input.path(StepShape.GROUP_IDS)),
                        end(input.path("ends"), "")));
            case StepKinds.EXTEND ->
                List.of(text(
                        "extend",
                        who(input),
                        names(input.path(StepShape.GROUP_IDS)),
                        end(input.path("ends"), "-more")));
            case StepKinds.REMOVE_FROM_GROUPS ->
                List.of(text("remove", who(input), names(input.path(StepShape.GROUP_IDS))));
            case StepKinds.CHANGE_ROLE ->
                List.of(text(
                        "change-role",
                        who(input),
                        names(input.path("removeGroupIds")),
                        names(input.path("addGroupIds"))));
            case StepKinds.ASSIGN_APP -> assigned(input);
            case "okta.unassign-app" ->
                List.of(text(
                        step.kind(), who(input), name(input.path(StepShape.APP).asText())));
            case StepKinds.ASSIGN_APP_TO_GROUP, "okta.unassign-app-from-group" ->
                List.of(text(
                        step.kind(),
                        name(input.path(StepShape.APP).asText()),
                        name(input.path(StepShape.GROUP_ID).asText())));
            case StepKinds.WAIT_UNTIL ->
                List.of(text("wait", moment(Instant.parse(input.path("until").asText()))));
            case StepKinds.CREATE_GROUP ->
                input.has("ownerUser")
                        ? List.of(text("create-group-owned", value(input, "name"), owner(input)))
                        : List.of(text("create-group", value(input, "name")));
            case StepKinds.DELETE_USER ->
                List.of(text(
                        "delete-user",
                        who(input),
                        day(Instant.parse(input.path("notBefore").asText()))));
            case "okta.update-user" -> List.of(text("update-user", who(input), attributes(input.path("profile"))));
            case StepKinds.CALL_WEBHOOK ->
                input.path("data").isEmpty()
                        ? List.of(text("call-webhook", value(input, "webhook")))
                        : List.of(text("call-webhook-with", value(input, "webhook"), attributes(input.path("data"))));
            case StepKinds.RESET_PASSWORD ->
                List.of(text("reset-password." + input.path("method").asText() + handed(), who(input)));
            case StepKinds.ACTIVATE_USER, StepKinds.REACTIVATE_USER ->
                List.of(text(step.kind() + (input.path("link").asBoolean() ? HANDED : ""), who(input)));
            case StepKinds.OFFER -> List.of(offered(input));
            case StepKinds.COMMENT,
                    StepKinds.TRANSITION,
                    "jira.update-comment",
                    "jira.delete-comment",
                    "okta.list-owned" -> List.of();
            default ->
                words.has(step.kind())
                        ? List.of(text(step.kind(), who(input)))
                        : List.of(text("other", shown(step.key())));
        };
    }

    /** What is said otherwise of a credential that is handed over once. */
    private String handed() {
        return recipe.delivery().isHandedOver() ? HANDED : "";
    }

    private String offered(JsonNode input) {
        String recipient = recipe.delivery().recipient();
        String whom = recipient == null
                ? text("recipient-reporter")
                : text("recipient-named", shown(names.getOrDefault(recipient, recipient)));
        return text(
                "offer." + input.path("kind").asText(),
                whom,
                Duration.parse(input.path("validFor").asText()).toHours());
    }

    private List<String> assigned(JsonNode input) {
        String assigns = text(
                StepKinds.ASSIGN_APP, who(input), name(input.path(StepShape.APP).asText()));
        JsonNode profile = input.path("profile");
        return profile.isEmpty() ? List.of(assigns) : List.of(assigns, text("profile-app", attributes(profile)));
    }

    private List<String> newAccount(JsonNode input) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "create-user",
                value(input, "login"),
                value(input, "firstName"),
                value(input, "lastName"),
                text("delivery." + input.path("delivery").asText())));
        if (!value(input, "email").equalsIgnoreCase(value(input, "login"))) {
            lines.add(text("email", value(input, "email")));
        }
        if (!input.path("profile").isEmpty()) {
            lines.add(text("profile", attributes(input.path("profile"))));
        }
        if (input.path("secondEmail").isTextual()) {
            lines.add(text("second-email", value(input, "secondEmail")));
        }
        if (!input.path(StepShape.GROUP_IDS).isEmpty()) {
            lines.add(text("groups-new", names(input.path(StepShape.GROUP_IDS))));
        }
        return lines;
    }

    private String owner(JsonNode input) {
        String id = input.path("ownerUser").asText();
        Known known = accounts.get(id);
        return shown(known == null ? id : known.login());
    }

    /** Values that a step leaves are not known yet. */
    private static String attributes(JsonNode profile) {
        return profile.properties().stream()
                .flatMap(one -> attributes(shown(one.getKey()), one.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Parts of an object each with the way to them; what a step leaves is an object too. */
    private static Stream<String> attributes(String name, JsonNode value) {
        boolean isLeft = value.isObject() && value.fieldNames().next().startsWith("$");
        return value.isObject() && !isLeft
                ? value.properties().stream()
                        .flatMap(one -> attributes(name + "." + shown(one.getKey()), one.getValue()))
                : Stream.of(name + " = " + written(value));
    }

    private static String written(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(PreviewText::written)
                    .collect(Collectors.joining(", "));
        }
        return value.isValueNode() ? shown(value.asText()) : "…";
    }

    /** What those who approve should know beside it. */
    private List<String> notes(PlannedStep step) {
        JsonNode input = step.input();
        if (step.kind().equals(StepKinds.CREATE_USER)) {
            return met(input);
        }
        Known known = accounts.get(input.path("user").asText());
        if (known == null) {
            return List.of();
        }
        List<String> already = ids(input.path(StepShape.GROUP_IDS), input.path("addGroupIds")).stream()
                .filter(known.groupIds()::contains)
                .map(this::name)
                .toList();
        boolean gives = step.kind().equals(StepKinds.ENSURE_GROUPS)
                || step.kind().equals(StepKinds.GIVE)
                || step.kind().equals(StepKinds.CHANGE_ROLE);
        return gives && !already.isEmpty()
                ? List.of(text("already", shown(known.login()), String.join(", ", already)))
                : List.of();
    }

    /** Everybody on the request reads it: which account it is, and in what state, is not said. */
    private List<String> met(JsonNode input) {
        return met.contains(input.path("login").asText())
                ? List.of(text("account-met", value(input, "login")))
                : List.of();
    }

    private static List<String> ids(JsonNode... lists) {
        List<String> ids = new ArrayList<>();
        for (JsonNode list : lists) {
            list.forEach(id -> ids.add(id.asText()));
        }
        return ids;
    }

    private String who(JsonNode input) {
        Known known = accounts.get(input.path("user").asText());
        return known == null
                ? Deferred.stepOf(input.path("user"))
                        .flatMap(step -> Optional.ofNullable(made.get(step)))
                        .map(PreviewText::shown)
                        .orElseGet(() -> text("new-account"))
                : shown(known.login());
    }

    private String names(JsonNode ids) {
        return names(ids(ids));
    }

    private String names(List<String> ids) {
        return ids.stream().map(this::name).collect(Collectors.joining(", "));
    }

    private String name(String id) {
        return shown(names.getOrDefault(id, id));
    }

    /**
     * When access ends.
     *
     * @param more how the words end whose number counts from something else
     */
    private String end(JsonNode ends, String more) {
        return Stream.of("hours", "days")
                .filter(ends::has)
                .findFirst()
                .map(unit -> text(unit + more, ends.path(unit).asInt()))
                .orElseGet(() -> day(Instant.parse(ends.asText()).minusSeconds(1)));
    }

    private String day(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(words.locale())
                .format(instant.atZone(ZoneId.of(recipe.zone())));
    }

    /** The day alone when it begins then, else the time and its zone too. */
    private String moment(Instant instant) {
        LocalTime time = instant.atZone(ZoneId.of(recipe.zone())).toLocalTime();
        return time.equals(LocalTime.MIN)
                ? day(instant)
                : day(instant) + ", " + time.truncatedTo(ChronoUnit.MINUTES) + " (" + recipe.zone() + ")";
    }

    private static String value(JsonNode input, String name) {
        return shown(input.path(name).asText());
    }

    private static String shown(String value) {
        return PlainText.shown(value);
    }

    private String text(String key, Object... values) {
        return words.text(key, values);
    }
}
