package io.latchkey.recipe;

import io.latchkey.platform.text.LookAlikes;
import io.latchkey.platform.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What no plan may do, whoever approved it: pure functions over facts that are handed in, each with a name and a reason. */
@SuppressWarnings("ImmutableEnumChecker") // its functions hold no state
public enum Guardrail {
    /** Groups are given only from the connection's list. */
    ALLOWED_GROUPS("allowed-groups", "a ticket gives only what administrators have listed", Guardrail::notAllowed),
    /** Applications are given and taken only from the connection's list. */
    ALLOWED_APPS("allowed-apps", "a ticket gives only what administrators have listed", Guardrail::appsNotAllowed),
    /** Groups that the tenant protects are never given. */
    PROTECTED_GROUPS("protected-groups", "some access is never a ticket's to give", Guardrail::protectedGroups),
    /** Groups that administer Okta are never given; unreadable roles count as roles. */
    ADMINISTERING_GROUPS(
            "administering-groups", "who administers Okta decides over everybody else", Guardrail::administeringGroups),
    /** People whom the tenant protects are never touched. */
    PROTECTED_PEOPLE("protected-people", "some accounts are never a ticket's to change", Guardrail::protectedPeople),
    /** Administrators of Okta are never reset, suspended or granted anything; unreadable roles count as roles. */
    ADMINISTRATORS(
            "administrators", "who changes an administrator takes over the organisation", Guardrail::administrators),
    /** Nobody gets two groups that the tenant keeps apart. */
    SEPARATE_DUTIES(
            "separate-duties",
            "who does both parts of a task alone is watched by nobody",
            Guardrail::conflictingDuties),
    /** Accounts are made only at the connection's and the recipe's domains. */
    EMAIL_DOMAINS("email-domains", "an account of a foreign domain is a stranger's", Guardrail::foreignDomains),
    /** No login, address or group that looks like another one. */
    LOOK_ALIKES("look-alikes", "people approve what they see", Guardrail::lookAlikes);

    private final String title;
    private final String reason;
    private final Function<Facts, Stream<Optional<Violation>>> judge;

    Guardrail(String title, String reason, Function<Facts, Stream<Optional<Violation>>> judge) {
        this.title = title;
        this.reason = reason;
        this.judge = judge;
    }

    /** What is known of the administrator roles of a group or a person. */
    public enum Administration {
        /** It certainly has none. */
        NONE,
        /** It has at least one. */
        HAS_ROLE,
        /** It could not be read, which counts as having one. */
        UNREADABLE
    }

    /**
     * What is known of a group that a plan uses.
     *
     * @param id its id
     * @param name as the recipe calls it
     * @param allowed whether it is on the connection's list
     * @param administration its administrator roles
     */
    public record Group(String id, String name, boolean allowed, Administration administration) {}

    /**
     * What is known of an application that a plan gives or takes.
     *
     * @param id its id
     * @param label as the recipe calls it
     * @param allowed whether it is on the connection's list
     */
    public record App(String id, String label, boolean allowed) {}

    /**
     * What is known of a person who exists and whom a plan changes.
     *
     * @param id Okta's id
     * @param administration administrator roles, those from groups included
     * @param groupIds the groups that they have; empty where they were not read
     */
    public record Person(String id, Administration administration, Set<String> groupIds) {

        /** Copies the set. */
        public Person {
            groupIds = Set.copyOf(groupIds);
        }

        /** Somebody whose groups were not read. */
        public Person(String id, Administration administration) {
            this(id, administration, Set.of());
        }
    }

    /**
     * The groups that somebody has once a plan is done.
     *
     * @param groupIds those that they have now and those that it gives, without those that it takes
     */
    public record Holding(Set<String> groupIds) {

        /** Copies the set. */
        public Holding {
            groupIds = Set.copyOf(groupIds);
        }
    }

    /**
     * Two groups that nobody has both of.
     *
     * @param one the first
     * @param other the second
     */
    public record Duties(NamedGroup one, NamedGroup other) {}

    /**
     * An account that a plan makes.
     *
     * @param login personal
     * @param email personal
     * @param likeness whom it is taken for
     */
    public record Account(String login, String email, Likeness likeness) {

        /** Without personal values. */
        @Override
        public String toString() {
            return "Account[likeness=" + likeness + "]";
        }
    }

    /** What is known of the names that look like the login of a new account. */
    public enum Likeness {
        /** No other one is known. */
        NONE,
        /** It is the login of a protected person. */
        IS_PROTECTED,
        /** It looks like the login of a protected person. */
        LIKE_PROTECTED,
        /** It looks like a login that an earlier request was admitted for. */
        LIKE_KNOWN
    }

    /**
     * Everything that a plan is judged by.
     *
     * @param groups that it uses
     * @param people whom it changes
     * @param accounts that it makes
     * @param protectedGroups the tenant's, by id and name
     * @param protectedPeople the tenant's, by id
     * @param domains each a list that the domain of a new account must be on: the connection's, the recipe's
     * @param newGroups the names of groups that it makes
     * @param holdings what each person has once it is done
     * @param duties what nobody has both of
     * @param apps that it gives or takes
     */
    public record Facts(
            List<Group> groups,
            List<Person> people,
            List<Account> accounts,
            List<NamedGroup> protectedGroups,
            Set<String> protectedPeople,
            List<Set<String>> domains,
            List<String> newGroups,
            List<Holding> holdings,
            List<Duties> duties,
            List<App> apps) {

        /** Facts of a plan that makes no group and uses no application, where no duties are kept apart. */
        public Facts(
                List<Group> groups,
                List<Person> people,
                List<Account> accounts,
                List<NamedGroup> protectedGroups,
                Set<String> protectedPeople,
                List<Set<String>> domains) {
            this(
                    groups,
                    people,
                    accounts,
                    protectedGroups,
                    protectedPeople,
                    domains,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }

        /** Copies the lists. */
        public Facts {
            groups = List.copyOf(groups);
            people = List.copyOf(people);
            accounts = List.copyOf(accounts);
            protectedGroups = List.copyOf(protectedGroups);
            protectedPeople = Set.copyOf(protectedPeople);
            domains = List.copyOf(domains);
            newGroups = List.copyOf(newGroups);
            holdings = List.copyOf(holdings);
            duties = List.copyOf(duties);
            apps = List.copyOf(apps);
        }

        /** Facts about applications alone. */
        public static Facts ofApps(List<App> apps) {
            return new Facts(
                    List.of(), List.of(), List.of(), List.of(), Set.of(), List.of(), List.of(), List.of(), List.of(),
                    apps);
        }

        /** Facts about groups alone. */
        public static Facts ofGroups(List<Group> groups, List<NamedGroup> protectedGroups) {
            return new Facts(groups, List.of(), List.of(), protectedGroups, Set.of(), List.of());
        }
    }

    /**
     * A group by id, with the name it had when it was listed.
     *
     * @param id Okta's id
     * @param name for people
     */
    public record NamedGroup(String id, String name) {}

    /**
     * A guardrail that refuses.
     *
     * @param guardrail which, null where it was judged outside of a plan
     * @param code stable, dotted
     * @param sentence what was found and what to do, without personal values
     * @param value what was found, for the ticket only, safe to show; null when the sentence says it all
     */
    public record Violation(
            @Nullable Guardrail guardrail,
            String code,
            String sentence,
            @Nullable String value) {}

    /** Its name, for people and the trail. */
    public String title() {
        return title;
    }

    /** Why there is such a guardrail. */
    public String reason() {
        return reason;
    }

    /** What each guardrail finds, in their order. */
    public static List<Violation> violations(Facts facts) {
        List<Violation> found = new ArrayList<>();
        for (Guardrail guardrail : values()) {
            guardrail
                    .judge
                    .apply(facts)
                    .flatMap(Optional::stream)
                    .map(violation -> new Violation(guardrail, violation.code, violation.sentence, violation.value))
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    /** What the guardrails find of groups alone. */
    public static List<Violation> groups(List<Group> groups) {
        return violations(Facts.ofGroups(groups, List.of()));
    }

    /**
     * Why a group's name must not be listed beside these: it holds what cannot be seen, mixes scripts in a word, or looks
     * like another one's.
     */
    public static Optional<Violation> misleadingGroup(String id, String name, List<NamedGroup> others) {
        if (PlainText.hides(name) || LookAlikes.misleadsInAWord(name)) {
            return violation(
                    "guardrail.group-name-misleading",
                    "The name of the group " + writtenOut(name)
                            + " holds characters that cannot be seen or are written to"
                            + " look like others; rename it in Okta.");
        }
        return others.stream()
                .filter(other -> !other.id.equals(id) && LookAlikes.areAlike(name, other.name))
                .findFirst()
                .flatMap(other -> violation(
                        "guardrail.group-look-alike",
                        "The group " + writtenOut(name) + " looks like the other group " + writtenOut(other.name)
                                + "; rename one of them in Okta."));
    }

    /** The same of an application's label, beside the other listed ones. */
    public static Optional<Violation> misleadingApp(String id, String label, List<App> others) {
        if (PlainText.hides(label) || LookAlikes.misleadsInAWord(label)) {
            return violation(
                    "guardrail.app-label-misleading",
                    "The label of the application " + writtenOut(label)
                            + " holds characters that cannot be seen or are written to"
                            + " look like others; change it in Okta.");
        }
        return others.stream()
                .filter(other -> !other.id.equals(id) && LookAlikes.areAlike(label, other.label))
                .findFirst()
                .flatMap(other -> violation(
                        "guardrail.app-look-alike",
                        "The application " + writtenOut(label) + " looks like the other application "
                                + writtenOut(other.label) + "; change the label of one of them in Okta."));
    }

    private static Stream<Optional<Violation>> appsNotAllowed(Facts facts) {
        return facts.apps.stream()
                .filter(app -> !app.allowed)
                .map(app -> violation(
                        "guardrail.app-not-allowed",
                        "The application " + quoted(app.label) + " is not on the list of applications that Latchkey may"
                                + " give out; an administrator can add it in Latchkey's settings."));
    }

    private static Stream<Optional<Violation>> notAllowed(Facts facts) {
        return facts.groups.stream()
                .filter(group -> !group.allowed)
                .map(group -> violation(
                        "guardrail.group-not-allowed",
                        "The group " + quoted(group.name) + " is not on the list of groups that Latchkey may give out;"
                                + " an administrator can add it in Latchkey's settings."));
    }

    private static Stream<Optional<Violation>> protectedGroups(Facts facts) {
        Set<String> ids = Set.copyOf(
                facts.protectedGroups.stream().map(NamedGroup::id).distinct().toList());
        return facts.groups.stream()
                .filter(group -> ids.contains(group.id))
                .map(group -> violation(
                        "guardrail.group-protected",
                        "The group " + quoted(group.name) + " is protected: it is never given through a ticket."));
    }

    private static Stream<Optional<Violation>> administeringGroups(Facts facts) {
        return facts.groups.stream().filter(group -> group.allowed).map(group -> switch (group.administration) {
            case NONE -> Optional.empty();
            case HAS_ROLE ->
                violation(
                        "guardrail.group-administers",
                        "The group " + quoted(group.name)
                                + " carries an administrator role in Okta, which is never given"
                                + " through a ticket.");
            case UNREADABLE ->
                violation(
                        "guardrail.group-roles-unreadable",
                        "Okta does not let Latchkey read the administrator roles of the group " + quoted(group.name)
                                + ", so it counts as carrying one; grant the app the scope okta.roles.read and a role that"
                                + " may read roles.");
        });
    }

    private static Stream<Optional<Violation>> protectedPeople(Facts facts) {
        boolean touched = facts.people.stream().anyMatch(person -> facts.protectedPeople.contains(person.id))
                || facts.accounts.stream().anyMatch(account -> account.likeness == Likeness.IS_PROTECTED);
        return touched
                ? Stream.of(violation(
                        "guardrail.person-protected",
                        "The account is protected: it is never changed through a ticket."))
                : Stream.of();
    }

    private static Stream<Optional<Violation>> administrators(Facts facts) {
        return facts.people.stream().map(person -> switch (person.administration) {
            case NONE -> Optional.empty();
            case HAS_ROLE ->
                violation(
                        "guardrail.person-administers",
                        "The account administers Okta: it is never reset, suspended or given anything through a"
                                + " ticket.");
            case UNREADABLE ->
                violation(
                        "guardrail.person-roles-unreadable",
                        "Okta does not let Latchkey read the administrator roles of the account, so it counts as having"
                                + " one; grant the app the scope okta.roles.read and a role that may read roles.");
        });
    }

    private static Stream<Optional<Violation>> conflictingDuties(Facts facts) {
        return facts.duties.stream()
                .filter(duties -> facts.holdings.stream()
                        .anyMatch(holding ->
                                holding.groupIds.contains(duties.one.id) && holding.groupIds.contains(duties.other.id)))
                .map(duties -> violation(
                        "guardrail.duties-conflict",
                        "The groups " + quoted(duties.one.name) + " and " + quoted(duties.other.name)
                                + " are kept apart: nobody may have both. Have one of them taken away first."));
    }

    private static Stream<Optional<Violation>> foreignDomains(Facts facts) {
        return facts.accounts.stream()
                .flatMap(account -> Stream.of(account.login, account.email)
                        .distinct()
                        .filter(address ->
                                facts.domains.stream().anyMatch(allowed -> !EmailDomain.isAmong(address, allowed)))
                        .map(address -> Optional.of(new Violation(
                                null,
                                "guardrail.domain-foreign",
                                "The login or e-mail address of the new account is not of a domain for which Latchkey may"
                                        + " make accounts; an administrator can add a domain in Latchkey's settings, or in the recipe where"
                                        + " that narrows them.",
                                PlainText.shown(address)))));
    }

    private static Stream<Optional<Violation>> lookAlikes(Facts facts) {
        Stream<Optional<Violation>> groups =
                facts.groups.stream().map(group -> misleadingGroup(group.id, group.name, facts.protectedGroups));
        Stream<Optional<Violation>> newGroups =
                facts.newGroups.stream().map(name -> misleadingGroup("", name, facts.protectedGroups));
        Stream<Optional<Violation>> accounts = facts.accounts.stream().map(Guardrail::lookAlike);
        return Stream.concat(Stream.concat(groups, newGroups), accounts);
    }

    private static Optional<Violation> lookAlike(Account account) {
        for (String address : List.of(account.login, account.email)) {
            if (PlainText.hides(address) || LookAlikes.misleads(address)) {
                return Optional.of(new Violation(
                        null,
                        "guardrail.login-misleading",
                        "The login or e-mail address of the new account mixes scripts, or is written in characters that"
                                + " look like others.",
                        PlainText.shown(address)));
            }
        }
        return account.likeness == Likeness.LIKE_PROTECTED || account.likeness == Likeness.LIKE_KNOWN
                ? Optional.of(new Violation(
                        null,
                        "guardrail.login-look-alike",
                        "The login of the new account looks like the one of another account, so that people would take"
                                + " the one for the other.",
                        PlainText.shown(account.login)))
                : Optional.empty();
    }

    private static Optional<Violation> violation(String code, String sentence) {
        return Optional.of(new Violation(null, code, sentence, null));
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    private static String writtenOut(String name) {
        return "\"" + PlainText.shown(name) + "\"";
    }
}
