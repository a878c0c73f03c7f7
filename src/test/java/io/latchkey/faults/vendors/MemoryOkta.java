package io.latchkey.faults.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An Okta org with two groups and one service app. */
public final class MemoryOkta {

    private static final Pattern LOGIN_OR_MAIL = Pattern.compile("profile\\.(login|email) eq \"([^\"]+)\"");
    private static final Pattern NAME_AND_TIME = Pattern.compile(
            "created gt \"([^\"]+)\" and profile\\.firstName eq \"([^\"]+)\" and profile\\.lastName eq \"([^\"]+)\"");

    /** The client id of the app. */
    public static final String CLIENT = "0oaLatchkey1";
    /** Somebody else who may create accounts. */
    public static final String SOMEBODY = "00uSomebodyElse";
    /** Another app that may create accounts. */
    public static final String OTHER_APP = "0oaPayroll1";
    /** The groups of the recipe: name by id. */
    public static final Map<String, String> GROUPS =
            new TreeMap<>(Map.of("00gAll", "All employees", "00gEng", "Engineering"));

    /** How long a fresh account is unknown to the log. */
    private static final Duration LOG_LAG = Duration.ofSeconds(2);

    /** How long a fresh account's groups may be answered with 404, when lists lag behind. */
    private static final Duration UNKNOWN = Duration.ofSeconds(5);

    private final Supplier<Instant> clock;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final Set<String> tokens = new LinkedHashSet<>();
    private final Set<String> revokedKeys = new LinkedHashSet<>();
    private Instant staleUntil = Instant.MIN;
    private Instant staleAt = Instant.MIN;
    private Duration logLag = LOG_LAG;
    private int nextUser = 1;

    /** An account. */
    public static final class User {
        /** Its id. */
        public final String id;
        /** Its login when it was made. */
        public final String bornAs;
        /** Its login now. */
        public String login;
        /** Who made it. */
        public final String createdBy;
        /** When. */
        public final Instant created;
        /** Its groups, by id; when each was joined. */
        public final Map<String, Instant> groups = new LinkedHashMap<>();
        /** Its profile. */
        public final ObjectNode profile;
        /** Its password in clear text, which a real org never keeps. */
        public @Nullable String password;
        /** Activation mails that were sent to it. */
        public int mails;
        /** Its first sign-in. */
        public @Nullable Instant lastLogin;
        /** When a person suspended it. */
        public @Nullable Instant suspended;
        /** When somebody who asked who has this login was first told that it had been used. */
        public @Nullable Instant knownAsUsed;

        private User(String id, String login, String createdBy, Instant created, ObjectNode profile) {
            this.id = id;
            this.bornAs = login;
            this.login = login;
            this.createdBy = createdBy;
            this.created = created;
            this.profile = profile;
        }
    }

    /** Something that somebody changed. */
    public record Event(
            String type,
            String actor,
            String target,
            String login,
            @Nullable String group,
            Instant at) {}

    /** An org without people. */
    public MemoryOkta(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** All accounts. */
    public List<User> users() {
        return List.copyOf(users.values());
    }

    /** All changes, oldest first. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** The account with this login. */
    public Optional<User> byLogin(String login) {
        return users.values().stream()
                .filter(user -> user.login.equalsIgnoreCase(login))
                .findFirst();
    }

    private void happened(String type, String actor, User user, @Nullable String group) {
        events.add(new Event(type, actor, user.id, user.login, group, clock.get()));
    }

    /** Somebody makes an account: a person in the console, or another app. */
    public User createElsewhere(String by, String login) {
        ObjectNode profile = JsonNodeFactory.instance
                .objectNode()
                .put("login", login)
                .put("email", login)
                .put("firstName", "Some")
                .put("lastName", "Body");
        return create(by, login, profile, "Th3irs-And-Not-Ours", List.of());
    }

    /** Somebody suspends an account in the console. */
    public void suspend(User user) {
        if (user.suspended == null) {
            user.suspended = clock.get();
            happened("user.lifecycle.suspend", SOMEBODY, user, null);
        }
    }

    /** Somebody gives an account another login in the console. */
    public void rename(User user) {
        user.login = "renamed." + user.login;
        user.profile.put("login", user.login);
        happened("user.account.update_profile", SOMEBODY, user, null);
    }

    /** The owner of an account has its password reset, by the second address, signs in and sets another one. */
    public void signIn(User user) {
        user.lastLogin = clock.get();
        user.password = "Th3ir-Own-" + user.id;
        happened("user.session.start", SOMEBODY, user, null);
    }

    /** Somebody changes a membership in the console. */
    public void changeMembership(User user, String group, boolean member) {
        if (member ? user.groups.put(group, clock.get()) == null : user.groups.remove(group) != null) {
            happened(member ? "group.user_membership.add" : "group.user_membership.remove", SOMEBODY, user, group);
        }
    }

    /** Lists and searches show what was there until now, for a while. */
    public void lag(Duration time) {
        staleAt = clock.get();
        staleUntil = staleAt.plus(time);
    }

    /** The System Log is that much behind. */
    public void lagLog(Duration time) {
        logLag = time;
    }

    /** Every token that was issued is void. */
    public void revokeTokens() {
        tokens.clear();
    }

    /** Assertions that are signed with this key are refused from now on. */
    public void revokeKey(String kid) {
        revokedKeys.add(kid);
        revokeTokens();
    }

    private User create(String by, String login, ObjectNode profile, @Nullable String password, List<String> groups) {
        User user = new User("00uSim%04d".formatted(nextUser++), login, by, clock.get(), profile);
        user.password = password;
        if (password == null) {
            user.mails++;
        }
        users.put(user.id, user);
        happened("user.lifecycle.create", by, user, null);
        groups.forEach(group -> user.groups.put(group, clock.get()));
        return user;
    }

    private boolean isStale(Instant change) {
        return clock.get().isBefore(staleUntil) && change.isAfter(staleAt);
    }

    /** Issues a token for an assertion that names this key. */
    public Reply token(String kid) {
        if (revokedKeys.contains(kid)) {
            ObjectNode refusal = JsonNodeFactory.instance
                    .objectNode()
                    .put("error", "invalid_client")
                    .put("error_description", "The client_assertion signature is invalid.");
            return new Reply(401, Map.of(), refusal);
        }
        String token = "token-" + events.size() + "-" + tokens.size() + "-"
                + clock.get().toEpochMilli();
        tokens.add(token);
        return Reply.ok(JsonNodeFactory.instance
                .objectNode()
                .put("token_type", "Bearer")
                .put("expires_in", 3600)
                .put("access_token", token)
                .put("scope", "okta.users.manage"));
    }

    /** Answers what the app asks with this token. */
    public Reply answer(Ask ask, String token) {
        if (!tokens.contains(token)) {
            return Reply.oktaError(401, "E0000011", "Invalid token provided");
        }
        String path = ask.path();
        boolean read = ask.method().equals("GET");
        if (path.equals("/api/v1/users")) {
            return read ? search(ask) : create(ask.body());
        }
        if (path.equals("/api/v1/logs")) {
            return Reply.ok(log(ask.query().getOrDefault("filter", "")));
        }
        if (path.matches("/(api/v1/groups|oauth2/v1/clients|api/v1/users)/[^/]+/roles")) {
            return roles(path);
        }
        Matcher membership =
                Pattern.compile("/api/v1/groups/([^/]+)/users/([^/]+)").matcher(path);
        if (membership.matches()) {
            return membership(ask.method(), membership.group(1), membership.group(2));
        }
        Matcher group = Pattern.compile("/api/v1/groups/([^/]+)").matcher(path);
        if (group.matches() && read) {
            return GROUPS.containsKey(group.group(1))
                    ? Reply.ok(group(group.group(1)))
                    : missing(group.group(1), "UserGroup");
        }
        Matcher user = Pattern.compile("/api/v1/users/([^/]+)(/.*)?").matcher(path);
        if (user.matches()) {
            return ofUser(ask, user.group(1), user.group(2) == null ? "" : user.group(2));
        }
        throw new IllegalArgumentException("the simulated Okta knows no " + ask.label());
    }

    private static Reply missing(String id, String type) {
        return Reply.oktaError(404, "E0000007", "Not found: Resource not found: " + id + " (" + type + ")");
    }

    private static Reply roles(String path) {
        ArrayNode roles = JsonNodeFactory.instance.arrayNode();
        if (path.startsWith("/oauth2/")) {
            roles.addObject().put("id", "KVJ1").put("type", "USER_ADMIN").put("status", "ACTIVE");
        }
        return Reply.ok(roles);
    }

    private Reply ofUser(Ask ask, String reference, String rest) {
        User found = users.get(reference);
        User user = found == null ? byLogin(reference).orElse(null) : found;
        if (user == null) {
            return missing(reference, "User");
        }
        boolean read = ask.method().equals("GET");
        if (rest.isEmpty() && read) {
            if (found == null && user.lastLogin != null && user.knownAsUsed == null) {
                user.knownAsUsed = clock.get();
            }
            return Reply.ok(shape(user));
        }
        if (rest.isEmpty()) {
            return update(user, ask.body());
        }
        if (rest.equals("/groups") && read) {
            return groups(user);
        }
        if (rest.equals("/lifecycle/expire_password_with_temp_password")) {
            user.password = "Temp-" + events.size() + "-" + clock.get().toEpochMilli();
            happened("user.account.reset_password", CLIENT, user, null);
            return Reply.ok(JsonNodeFactory.instance.objectNode().put("tempPassword", user.password));
        }
        throw new IllegalArgumentException("the simulated Okta knows no " + ask.label());
    }

    private Reply update(User user, JsonNode body) {
        JsonNode password = body.path("credentials").path("password").path("value");
        if (password.isTextual()) {
            user.password = password.asText();
            happened("user.account.update_password", CLIENT, user, null);
        }
        if (body.path("profile").isObject()) {
            user.profile.setAll((ObjectNode) body.path("profile"));
            happened("user.account.update_profile", CLIENT, user, null);
        }
        return Reply.ok(shape(user));
    }

    private Reply create(JsonNode body) {
        String login = body.path("profile").path("login").asText();
        if (byLogin(login).isPresent()) {
            return Reply.oktaError(
                    400,
                    "E0000001",
                    "Api validation failed: login",
                    "login: An object with this field already exists in the current organization");
        }
        List<String> groups = new ArrayList<>();
        body.path("groupIds").forEach(id -> groups.add(id.asText()));
        if (!GROUPS.keySet().containsAll(groups)) {
            return Reply.oktaError(400, "E0000001", "Api validation failed: groupIds", "groupIds: no such group");
        }
        return Reply.ok(shape(create(
                CLIENT,
                login,
                ((ObjectNode) body.path("profile")).deepCopy(),
                body.path("credentials").path("password").path("value").textValue(),
                groups)));
    }

    private Reply membership(String method, String group, String userId) {
        User user = users.get(userId);
        if (user == null || !GROUPS.containsKey(group)) {
            return user == null ? missing(userId, "User") : missing(group, "UserGroup");
        }
        if (method.equals("PUT")) {
            user.groups.putIfAbsent(group, clock.get());
        } else {
            user.groups.remove(group);
        }
        happened(
                method.equals("PUT") ? "group.user_membership.add" : "group.user_membership.remove",
                CLIENT,
                user,
                group);
        return Reply.nothing();
    }

    /** Lags behind, and does not know an account that was made a moment ago. */
    private Reply groups(User user) {
        if (isStale(user.created) && clock.get().isBefore(user.created.plus(UNKNOWN))) {
            return missing(user.id, "User");
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        ObjectNode everyone = list.addObject().put("id", "00gEveryone").put("type", "BUILT_IN");
        everyone.putObject("profile").put("name", "Everyone").put("description", "");
        user.groups.forEach((id, joined) -> {
            if (!isStale(joined)) {
                list.add(group(id));
            }
        });
        return Reply.ok(list);
    }

    private static ObjectNode group(String id) {
        ObjectNode group = JsonNodeFactory.instance.objectNode().put("id", id).put("type", "OKTA_GROUP");
        group.putObject("profile").put("name", GROUPS.getOrDefault(id, "?")).put("description", "");
        return group;
    }

    private static boolean isSought(User user, String search) {
        Matcher name = NAME_AND_TIME.matcher(search);
        return name.matches()
                ? user.created.isAfter(Instant.parse(name.group(1)))
                        && user.profile.path("firstName").asText().equalsIgnoreCase(name.group(2))
                        && user.profile.path("lastName").asText().equalsIgnoreCase(name.group(3))
                : isNamed(user, search);
    }

    private static boolean isNamed(User user, String search) {
        Matcher attribute = LOGIN_OR_MAIL.matcher(search);
        if (!attribute.matches()) {
            throw new IllegalArgumentException("the simulated Okta cannot search for " + search);
        }
        return user.profile.path(attribute.group(1)).asText().equalsIgnoreCase(attribute.group(2));
    }

    private Reply search(Ask ask) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        users.values().stream()
                .filter(user -> isSought(user, ask.query().getOrDefault("search", "")))
                .filter(user -> !isStale(user.created))
                .forEach(user -> list.add(shape(user)));
        return Reply.ok(list);
    }

    private static boolean isAsked(String filter, Event event) {
        boolean target = filter.contains("target.id eq \"" + event.target + "\"")
                || (filter.contains("actor.id eq \"" + event.actor + "\"")
                        && filter.contains("target.alternateId eq \"" + event.login + "\""));
        return target && filter.contains("\"" + event.type + "\"");
    }

    private ArrayNode log(String filter) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        events.stream()
                .filter(event -> filter.isEmpty() || isAsked(filter, event))
                .filter(event -> !event.at.plus(logLag).isAfter(clock.get()))
                .forEach(event -> {
                    ObjectNode one =
                            list.addObject().put("eventType", event.type).put("published", event.at.toString());
                    one.putObject("outcome").put("result", "SUCCESS");
                    one.putObject("actor")
                            .put("id", event.actor)
                            .put("type", event.actor.startsWith("0oa") ? "PublicClientApp" : "User");
                    one.putArray("target")
                            .addObject()
                            .put("id", event.target)
                            .put("alternateId", event.login)
                            .put("type", "User");
                });
        return list;
    }

    private static ObjectNode shape(User user) {
        ObjectNode shape = JsonNodeFactory.instance.objectNode().put("id", user.id);
        String created = millis(user.created);
        String active = user.password == null ? "PROVISIONED" : user.lastLogin == null ? "PASSWORD_EXPIRED" : "ACTIVE";
        shape.put("status", user.suspended == null ? active : "SUSPENDED")
                .put("created", created)
                .put("activated", created)
                .put("lastUpdated", created);
        shape.put("lastLogin", user.lastLogin == null ? null : millis(user.lastLogin));
        ObjectNode profile = user.profile.deepCopy();
        shape.set("profile", profile);
        ObjectNode credentials = shape.putObject("credentials");
        credentials.putObject("provider").put("type", "OKTA").put("name", "OKTA");
        shape.putObject("_links").putObject("self").put("href", "https://org.okta.com/api/v1/users/" + user.id);
        return shape;
    }

    private static String millis(Instant at) {
        return Instant.ofEpochMilli(at.toEpochMilli()).toString();
    }
}
