package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.okta.sdk.resource.api.GroupApi;
import com.okta.sdk.resource.api.UserApi;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.model.AddGroupRequest;
import com.okta.sdk.resource.model.Group;
import com.okta.sdk.resource.model.OktaUserGroupProfile;
import com.okta.sdk.resource.model.TempPassword;
import com.okta.sdk.resource.model.UserNextLogin;
import io.latchkey.platform.crypto.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * People and groups of one Okta organisation. No transaction may be open: a token may have to be fetched, which reads the
 * signing key in one of its own. Every call to Okta ends within the configured deadline (8 seconds), is made once, and
 * either gives its value or throws an {@link OktaFailure}; a change whose answer was lost throws {@link
 * OktaFailure.OutcomeUnknown}. Nothing is cached: what is read is what Okta said now. Only that Okta shows our app roles
 * at all is believed for five minutes.
 */
public final class OktaDirectory {

    private static final int PAGE = 200;
    private static final int FEW = 2;
    /** So many that there may be more. */
    static final int NAMESAKES = 20;

    /** Okta: the times of a search have milliseconds, always. */
    private static final DateTimeFormatter SEARCHED_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int MOST_PAGES = 100;
    private static final String QUOTED = "[\"\\\\]";

    private final OktaCalls calls;
    private final AdministratorRoles roles;
    private final String clientId;

    OktaDirectory(OktaCalls calls, String clientId, RoleSightings sightings, Clock clock) {
        this.calls = calls;
        this.clientId = clientId;
        this.roles = new AdministratorRoles(calls, clientId, sightings, clock);
    }

    /**
     * The account with exactly this login, in any state. Okta finds short names and ids by the same call; an account
     * whose login is another one is not what was asked for. One call; two for a login with a slash or question mark.
     */
    public Optional<OktaUser> findUser(String login) {
        // Okta: logins with "/" or "?" can only be reached by id.
        String reference =
                login.contains("/") || login.contains("?") ? idOf(login).orElse("") : login;
        return reference.isBlank()
                ? Optional.empty()
                : user(reference).filter(user -> user.login().equalsIgnoreCase(login));
    }

    /** The account of this id, in any state. */
    public Optional<OktaUser> user(String id) {
        try {
            return Optional.of(calls.call(
                            OktaOperation.FIND_USER, sdk -> SdkModels.user(new UserApi(sdk).getUser(id, null, null)))
                    .value());
        } catch (OktaFailure.UserGone e) {
            return Optional.empty();
        }
    }

    private Optional<String> idOf(String login) {
        return found("profile.login", login).stream().findFirst();
    }

    /**
     * The ids of accounts with this e-mail address, in any state but deleted, at most {@value #FEW}. One call to Okta's index,
     * which lags behind by about a second: what was changed just now may be missing.
     */
    public List<String> idsWithEmail(String email) {
        return found("profile.email", email);
    }

    /**
     * The ids of accounts of people with this name, created after that and not deleted, whatever their login, at most {@value #NAMESAKES}.
     * One call to Okta's index, which lags behind by about a second.
     */
    List<String> idsNamed(String firstName, String lastName, Instant createdAfter) {
        return found(
                "created gt \"" + SEARCHED_TIME.format(createdAfter) + "\" and " + is("profile.firstName", firstName)
                        + " and " + is("profile.lastName", lastName),
                NAMESAKES);
    }

    private List<String> found(String attribute, String value) {
        return found(is(attribute, value), FEW);
    }

    private static String is(String attribute, String value) {
        return attribute + " eq \"" + value.replaceAll(QUOTED, "\\\\$0") + "\"";
    }

    private List<String> found(String search, int most) {
        return calls
                .call(
                        OktaOperation.LIST_USERS,
                        sdk -> new UserApi(sdk).listUsers(null, null, null, most, null, search, null, null))
                .value()
                .stream()
                .map(user -> user.getId())
                .toList();
    }

    /**
     * Creates an active account. With a temporary password it must be changed at the first login and no mail is sent;
     * without one Okta mails an activation link. Not repeatable: look before doing it again.
     *
     * @return the account as the answer carries it, which is its own read-back
     * @throws OktaFailure.LoginTaken when the login is in use
     * @throws OktaFailure.PasswordRejected by the organisation's policy
     * @throws OktaFailure.InvalidProfile when an attribute is refused
     * @throws OktaFailure.GroupGone when one of the groups does not exist any more
     */
    public OktaUser createUser(NewUser user) {
        return createUser(user, true);
    }

    /** As above, or an account that nobody can use until it is activated. */
    OktaUser createUser(NewUser user, boolean activate) {
        @Nullable UserNextLogin nextLogin = user.temporaryPassword().isPresent() ? UserNextLogin.CHANGE_PASSWORD : null;
        return calls.call(
                        OktaOperation.CREATE_USER,
                        sdk -> SdkModels.user(
                                new UserApi(sdk).createUser(SdkModels.request(user), activate, false, nextLogin)))
                .value();
    }

    /** All groups of the account, "Everyone" too; a call per page of Okta's, which has 200. */
    public List<OktaGroup> groupsOf(String userId) {
        List<OktaGroup> groups = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String after = null;
        do {
            String cursor = after;
            var page = calls.call(OktaOperation.LIST_GROUPS_OF_USER, sdk -> groupPage(sdk, userId, cursor));
            page.value().forEach(group -> groups.add(SdkModels.group(group)));
            after = NextPage.after(page.answer()).orElse(null);
            if (after != null && (!seen.add(after) || seen.size() > MOST_PAGES)) {
                throw new OktaFailure.Unavailable("Okta's pages of groups do not end");
            }
        } while (after != null);
        return List.copyOf(groups);
    }

    /**
     * The labels of the active applications that the group gives to its members; a call per page of 200, and needs no more
     * than groups do. An empty answer proves nothing where the app's role hides applications.
     *
     * @throws OktaFailure.GroupGone when there is no such group
     */
    public List<String> appsOfGroup(String groupId) {
        List<String> labels = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String after = null;
        do {
            String cursor = after;
            var page = calls.call(OktaOperation.LIST_APPS_OF_GROUP, sdk -> OktaApps.pageOfGroup(sdk, groupId, cursor));
            page.value().forEach(app -> {
                if (app.path("status").asText().equals("ACTIVE")) {
                    labels.add(app.path("label").asText());
                }
            });
            after = NextPage.after(page.answer()).orElse(null);
            if (after != null && (!seen.add(after) || seen.size() > MOST_PAGES)) {
                throw new OktaFailure.Unavailable("Okta's pages of applications do not end");
            }
        } while (after != null);
        return List.copyOf(labels);
    }

    /** The generated method cannot page and stops after 200. */
    private static List<Group> groupPage(ApiClient sdk, String userId, @Nullable String after) {
        // Okta documents no "limit" here; "after" is what its own link to the next page carries.
        Map<String, @Nullable Object> query = new HashMap<>();
        query.put("after", after);
        return RawCall.invoke(
                sdk,
                "GET",
                "/api/v1/users/" + sdk.escapeString(userId) + "/groups",
                query,
                new TypeReference<List<Group>>() {});
    }

    /**
     * Makes the account a member; one who is already stays one.
     *
     * @throws OktaFailure.GroupGone or {@link OktaFailure.UserGone}, as Okta says which is missing
     */
    public void addToGroup(String groupId, String userId) {
        done(OktaOperation.ADD_TO_GROUP, sdk -> new GroupApi(sdk).assignUserToGroup(groupId, userId));
    }

    private void done(OktaOperation operation, java.util.function.Consumer<ApiClient> use) {
        calls.call(operation, sdk -> {
            use.accept(sdk);
            return true;
        });
    }

    /** The group of this id. */
    public Optional<OktaGroup> group(String id) {
        try {
            return Optional.of(
                    calls.call(OktaOperation.GET_GROUP, sdk -> SdkModels.group(new GroupApi(sdk).getGroup(id)))
                            .value());
        } catch (OktaFailure.GroupGone e) {
            return Optional.empty();
        }
    }

    /**
     * The group with exactly this name, one of Okta's own before one that an application feeds. Found through Okta's
     * index, which lags behind by about a second, then read by id: a group that was made a moment ago may be missing, one
     * that is gone never appears. At most two calls.
     */
    public Optional<OktaGroup> findGroup(String name) {
        String search = "profile.name eq \"" + name.replaceAll(QUOTED, "\\\\$0") + "\"";
        List<OktaGroup> found =
                groups(sdk -> new GroupApi(sdk).listGroups(null, null, null, PAGE, null, search, null, null));
        return found.stream()
                .filter(group -> group.name().equals(name))
                .min(java.util.Comparator.comparing(group -> !group.isEditable()))
                .flatMap(group -> group(group.id()))
                .filter(group -> group.name().equals(name));
    }

    private List<OktaGroup> groups(Function<ApiClient, List<Group>> list) {
        return calls.call(OktaOperation.SEARCH_GROUPS, list).value().stream()
                .map(SdkModels::group)
                .toList();
    }

    /**
     * Creates a group of Okta's own. Not repeatable: look before doing it again.
     *
     * @throws OktaFailure.GroupNameTaken when the name is in use
     */
    public OktaGroup createGroup(String name, String description) {
        var profile = new OktaUserGroupProfile();
        profile.setName(name);
        profile.setDescription(description);
        var request = new AddGroupRequest();
        request.setProfile(profile);
        return calls.call(OktaOperation.CREATE_GROUP, sdk -> SdkModels.group(new GroupApi(sdk).addGroup(request)))
                .value();
    }

    /**
     * The administrator roles that membership in the group gives. An empty answer is believed only after Okta has shown
     * that it lets us see roles at all.
     *
     * @throws OktaFailure.GroupGone when there is no such group
     */
    public Roles adminRolesOfGroup(String groupId) {
        return roles.of(OktaOperation.LIST_ROLES_OF_GROUP, "/api/v1/groups/", groupId);
    }

    /**
     * The administrator roles of a person, those from groups included.
     *
     * <p>Every step that does something to an account that exists asks it first. Only the account that the same run created
     * is not asked for: one that is adopted after a lost answer is one that Okta's System Log says we created, and a new
     * account has no role but what its groups give, each of which was asked for its roles.
     *
     * @throws OktaFailure.UserGone when there is no such account
     */
    public Roles adminRolesOfUser(String userId) {
        return roles.of(OktaOperation.LIST_ROLES_OF_USER, "/api/v1/users/", userId);
    }

    /**
     * Expires the password and has Okta make a temporary one. Each call makes another one.
     *
     * @return the temporary password
     */
    public Secret expirePasswordWithTemporaryPassword(String userId) {
        // The generated method reads the answer as an account and loses the password.
        return calls.call(
                        OktaOperation.EXPIRE_PASSWORD,
                        sdk -> Secret.of(RawCall.invoke(
                                        sdk,
                                        "POST",
                                        "/api/v1/users/" + sdk.escapeString(userId)
                                                + "/lifecycle/expire_password_with_temp_password",
                                        Map.of("revokeSessions", false),
                                        new TypeReference<TempPassword>() {})
                                .getTempPassword()))
                .value();
    }

    /**
     * Whether our app created this account with this login, as Okta's System Log shows. One of ours that had another login then was
     * made for somebody else, whatever a person has made of it meanwhile.
     *
     * @param since when it was going to be created
     * @return empty while the log shows no creation of it (yet)
     */
    public Optional<Boolean> createdByUs(String userId, String login, Instant since) {
        return SystemLog.creationsOf(calls, Set.of(userId), since).stream()
                .findFirst()
                .map(creation -> isOurs(creation, login));
    }

    private boolean isOurs(SystemLog.Creation creation, String login) {
        return creation.actor().equals(clientId) && creation.login().equalsIgnoreCase(login);
    }

    /**
     * The accounts that our app created with this login, as Okta's System Log shows it, whatever a person has made of them
     * meanwhile.
     *
     * @param since when it was going to be created
     * @return empty while the log shows none (yet)
     */
    List<SystemLog.Creation> createdAs(String login, Instant since) {
        return SystemLog.createdAs(calls, clientId, login, since);
    }

    /** Whether Okta's System Log tells of each of these accounts that it is not ours with this login, as {@link #createdByUs} does. */
    boolean createdByOthers(Set<String> userIds, String login, Instant since) {
        return SystemLog.creationsOf(calls, userIds, since).stream()
                .filter(creation -> !isOurs(creation, login))
                .map(SystemLog.Creation::userId)
                .collect(Collectors.toSet())
                .equals(userIds);
    }

    /**
     * Whether a credential of ours still waits for its owner, as far as the account shows: it is in the state that the
     * credential left, and nobody has signed in since. One call.
     *
     * @param since when it was made
     * @return false as well when the account is gone
     */
    public boolean isPending(String userId, PendingCredential credential, Instant since) {
        return user(userId)
                .filter(user -> user.status() == credential.state())
                .filter(user -> user.lastLogin() == null || user.lastLogin().isBefore(since))
                .isPresent();
    }

    /**
     * Whether Okta's System Log shows that somebody else than our app has changed how the account is signed in to since
     * then. One call per 100 such events.
     *
     * @param since when our credential was made; our own changes do not count
     */
    public boolean isCredentialChangedByOthers(String userId, Instant since) {
        return events().isCredentialChangedByOthers(userId, since);
    }

    /** What is done to accounts that exist. */
    OktaAccounts accounts() {
        return new OktaAccounts(calls);
    }

    /** Who leaves and owns groups. */
    OktaMembers members() {
        return new OktaMembers(calls);
    }

    /** Applications. */
    OktaApps apps() {
        return new OktaApps(calls);
    }

    /** What the System Log says was done, and by whom. */
    LoggedEvents events() {
        return new LoggedEvents(calls, clientId);
    }

    /**
     * Whether the app may assign applications, which only steps with applications need: asks Okta for a token.
     *
     * @return why not; empty when it may
     */
    public Optional<OktaFailure> refusalOfApps() {
        try {
            calls.freshToken(List.of(OktaScopes.APPS));
            return Optional.empty();
        } catch (OktaFailure refused) {
            return Optional.of(refused);
        }
    }

    /**
     * The applications with exactly this label, inactive ones included; labels are not unique. A call per page of 200
     * whose label or name begins so; needs {@link OktaScopes#APPS}.
     *
     * @throws OktaFailure.Refused {@code okta.apps-too-many} when there are more than 2,000 of them
     */
    public List<OktaApp> findApps(String label) {
        return apps().labelled(label);
    }

    /**
     * An application as it is now. One call, which needs {@link OktaScopes#APPS}.
     *
     * @param id Okta's
     * @throws OktaFailure.Refused {@code okta.app-gone} when there is none
     */
    public OktaApp app(String id) {
        return apps().app(id);
    }

    /**
     * Takes the account out of the group; one who is no member stays none. Okta silently excludes a member whom a rule had
     * put in from that rule: look at {@link #activeGroupRules} first.
     *
     * @throws OktaFailure.GroupGone or {@link OktaFailure.UserGone}, as Okta says which is missing
     */
    public void removeFromGroup(String groupId, String userId) {
        members().remove(groupId, userId);
    }

    /** All group rules that are active; one call per 200. */
    public List<OktaGroupRule> activeGroupRules() {
        return members().activeRules().stream()
                .map(rule -> new OktaGroupRule(rule.id(), rule.groups(), rule.excluded()))
                .toList();
    }

    /**
     * What the System Log shows of these accounts' memberships since then; one call per 1,000 events and one more. Okta
     * keeps 90 days: of what is older nothing is shown.
     */
    public MembershipHistory membershipHistory(Set<String> userIds, Instant since) {
        return MembershipLog.of(calls, userIds, since);
    }

    /** Whether our app did it. */
    boolean isOurs(MembershipEvent event) {
        return event.actorId().equals(clientId);
    }

    /** Looks whether Okta still shows our app its own roles, before a request has to; one call. */
    Roles renewSightOfRoles() {
        return roles.renew();
    }

    /** Proves the connection by calls that must return something known. Never throws an {@link OktaFailure}. */
    public ProbeReport probe() {
        return new Probe(calls, roles, clientId).run();
    }
}
