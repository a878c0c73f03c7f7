package io.latchkey.provisioning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a kind of step is given by a recipe: what the document may say, and what the planner makes of it.
 *
 * @param user whether it is about one account
 * @param groups its arguments that name groups, by what they become in the plan; each is a list
 * @param names its arguments that name one thing: {@link #GROUP} and {@link #APP}, by what they become in the plan
 * @param required further arguments that have to be there
 * @param optional further arguments that may be there
 */
record StepShape(
        boolean user,
        Map<String, String> groups,
        Map<String, String> names,
        Set<String> required,
        Set<String> optional) {

    static final String GROUP_IDS = "groupIds";

    /** A group by its name, in the plan by its id. */
    static final String GROUP = "group";

    /** An application by its label, in the plan by its id. */
    static final String APP = "app";

    static final String GROUP_ID = "groupId";
    /** A new account that nobody can use until a later step activates it. */
    static final String STAGED = "staged";

    private static final String REMOVED = "removeGroupIds";
    private static final String ADDED = "addGroupIds";

    /** Where plans name groups. */
    static final List<String> GROUP_LISTS = List.of(GROUP_IDS, ADDED, REMOVED);

    private static final StepShape APP_OF_GROUP =
            new StepShape(false, Map.of(), Map.of(GROUP, GROUP_ID, APP, APP), Set.of(), Set.of());
    private static final StepShape ACCOUNT = new StepShape(true, Map.of(), Set.of(), Set.of());
    private static final StepShape MEMBERSHIPS = new StepShape(true, Map.of("groups", GROUP_IDS), Set.of(), Set.of());
    private static final StepShape MAILING = new StepShape(true, Map.of(), Set.of(), Set.of("sendEmail"));

    /** By kind. A recipe cannot use a kind that is not here: of what it is given nobody would have looked at anything. */
    private static final Map<String, StepShape> ALL = Map.ofEntries(
            Map.entry(
                    StepKinds.CREATE_USER,
                    new StepShape(
                            false,
                            Map.of("groups", GROUP_IDS),
                            Set.of("firstName", "lastName", "email", "login"),
                            Set.of("secondEmail", "profile", STAGED))),
            Map.entry(StepKinds.ENSURE_GROUPS, MEMBERSHIPS),
            Map.entry(StepKinds.REMOVE_FROM_GROUPS, MEMBERSHIPS),
            Map.entry(
                    StepKinds.CHANGE_ROLE,
                    new StepShape(true, Map.of("remove", REMOVED, "add", ADDED), Set.of(), Set.of())),
            Map.entry("okta.update-user", new StepShape(true, Map.of(), Set.of("profile"), Set.of())),
            Map.entry("okta.activate-user", MAILING),
            Map.entry("okta.reactivate-user", MAILING),
            Map.entry("okta.suspend-user", ACCOUNT),
            Map.entry("okta.unsuspend-user", ACCOUNT),
            Map.entry("okta.deactivate-user", ACCOUNT),
            Map.entry("okta.unlock-user", ACCOUNT),
            Map.entry(StepKinds.RESET_PASSWORD, new StepShape(true, Map.of(), Set.of("method"), Set.of())),
            Map.entry("okta.expire-password", ACCOUNT),
            Map.entry("okta.reset-factors", ACCOUNT),
            Map.entry("okta.clear-sessions", ACCOUNT),
            Map.entry("okta.list-owned", ACCOUNT),
            Map.entry(StepKinds.DELETE_USER, new StepShape(true, Map.of(), Set.of("date"), Set.of("afterDays"))),
            Map.entry(
                    StepKinds.CREATE_GROUP,
                    new StepShape(false, Map.of(), Set.of("name"), Set.of("description", "owner"))),
            Map.entry(
                    StepKinds.ASSIGN_APP, new StepShape(true, Map.of(), Map.of(APP, APP), Set.of(), Set.of("profile"))),
            Map.entry("okta.unassign-app", new StepShape(true, Map.of(), Map.of(APP, APP), Set.of(), Set.of())),
            Map.entry(StepKinds.ASSIGN_APP_TO_GROUP, APP_OF_GROUP),
            Map.entry("okta.unassign-app-from-group", APP_OF_GROUP),
            Map.entry(StepKinds.EXTEND, MEMBERSHIPS),
            Map.entry(StepKinds.WAIT_UNTIL, of(Set.of("date"), Set.of("time"))),
            Map.entry(StepKinds.COMMENT, of(Set.of(), Set.of("text", "internal"))),
            Map.entry(StepKinds.TRANSITION, of(Set.of(), Set.of("transition", "status"))),
            Map.entry("jira.update-comment", of(Set.of("commentId", "text"), Set.of("internal"))),
            Map.entry("jira.delete-comment", of(Set.of("commentId"), Set.of())),
            Map.entry(StepKinds.WAIT_FOR_PERSON, of(Set.of("text"), Set.of("word", "days"))),
            Map.entry(
                    StepKinds.RAISE_REQUEST,
                    of(Set.of("serviceDeskId", "requestTypeId", "fields"), Set.of("onBehalfOf"))),
            Map.entry(StepKinds.WAIT_FOR_REQUEST, of(Set.of("issueId"), Set.of("days"))),
            Map.entry(StepKinds.CALL_WEBHOOK, of(Set.of("webhook"), Set.of("data"))));

    private StepShape(boolean user, Map<String, String> groups, Set<String> required, Set<String> optional) {
        this(user, groups, Map.of(), required, optional);
    }

    private static StepShape of(Set<String> required, Set<String> optional) {
        return new StepShape(false, Map.of(), required, optional);
    }

    /** What this kind takes; empty when nothing is said about it here. */
    static Optional<StepShape> of(String kind) {
        return Optional.ofNullable(ALL.get(kind));
    }

    /** The kinds of which something is said here. */
    static Set<String> kinds() {
        return ALL.keySet();
    }

    /** Every argument that a document may give. */
    Set<String> arguments() {
        Set<String> all = new TreeSet<>(required);
        all.addAll(optional);
        all.addAll(groups.keySet());
        all.addAll(names.keySet());
        Stream.of("user").filter(name -> user).forEach(all::add);
        return all;
    }
}
