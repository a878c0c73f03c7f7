package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code /api/v1/users}: reading, changing, lists, sessions, factors, memberships and roles of users. */
final class UsersApi {

    private static final int PAGE = 200;
    private static final int PAGE_OF_Q = 10;

    private final Org org;
    private final Lifecycle lifecycle;
    private final CreateUser create;

    UsersApi(Org org) {
        this.org = org;
        this.lifecycle = new Lifecycle(org);
        this.create = new CreateUser(org, lifecycle);
    }

    List<Endpoint> endpoints() {
        String read = "okta.users.read";
        String manage = "okta.users.manage";
        String one = "/api/v1/users/{id}";
        String cycle = one + "/lifecycle/";
        Permission users = Permission.USERS_MANAGE;
        Permission credentials = Permission.CREDENTIALS_MANAGE;
        return List.of(
                Endpoint.list("/api/v1/users", Bucket.USERS, read, Permission.USERS_READ, this::list),
                Endpoint.of("POST", "/api/v1/users", Bucket.USERS, manage, users, create::answer),
                Endpoint.of("GET", one, Bucket.USER_READ, read, Permission.USERS_READ, this::get),
                Endpoint.of("POST", one, Bucket.USER_WRITE, manage, users, call -> update(call, true)),
                Endpoint.of("PUT", one, Bucket.USER_WRITE, manage, users, call -> update(call, false)),
                Endpoint.of("DELETE", one, Bucket.USER_WRITE, manage, users, lifecycle::delete),
                Endpoint.of("POST", cycle + "activate", Bucket.USERS, manage, users, lifecycle::activate),
                Endpoint.of("POST", cycle + "reactivate", Bucket.USERS, manage, users, lifecycle::reactivate),
                Endpoint.of("POST", cycle + "deactivate", Bucket.USERS, manage, users, lifecycle::deactivate),
                Endpoint.of("POST", cycle + "suspend", Bucket.USERS, manage, users, lifecycle::suspend),
                Endpoint.of("POST", cycle + "unsuspend", Bucket.USERS, manage, users, lifecycle::unsuspend),
                Endpoint.of("POST", cycle + "unlock", Bucket.USERS, manage, credentials, lifecycle::unlock),
                Endpoint.of(
                        "POST", cycle + "reset_password", Bucket.USERS, manage, credentials, lifecycle::resetPassword),
                Endpoint.of(
                        "POST",
                        cycle + "expire_password",
                        Bucket.USERS,
                        manage,
                        credentials,
                        lifecycle::expirePassword),
                Endpoint.of(
                        "POST",
                        cycle + "expire_password_with_temp_password",
                        Bucket.USERS,
                        manage,
                        credentials,
                        lifecycle::expireWithTemporaryPassword),
                Endpoint.of(
                        "POST", cycle + "reset_factors", Bucket.USERS, manage, credentials, lifecycle::resetFactors),
                Endpoint.of("DELETE", one + "/sessions", Bucket.USERS, manage, credentials, this::endSessions),
                Endpoint.list(one + "/factors", Bucket.USERS, read, Permission.USERS_READ, this::factors),
                Endpoint.of(
                        "DELETE", one + "/factors/{factorId}", Bucket.USERS, manage, credentials, this::removeFactor),
                Endpoint.list(one + "/groups", Bucket.USERS, read, Permission.USERS_READ, this::groups),
                Endpoint.list(one + "/roles", Bucket.USERS, "okta.roles.read", Permission.ROLES_READ, this::roles));
    }

    private Reply get(Call call) {
        return Reply.ok(org.documents().single(org.directory().user(call.path("id"))));
    }

    /** The plain list is the primary store without deactivated users; q, filter and search come from the index. */
    private Reply list(Call call) {
        Optional<String> q = call.query("q");
        Optional<String> expression = call.query("search").or(() -> call.query("filter"));
        int limit = call.limit(q.isPresent() ? PAGE_OF_Q : PAGE, PAGE);
        return Paging.page(call, org.url().get(), sorted(call, found(q, expression)), limit);
    }

    private List<ObjectNode> found(Optional<String> q, Optional<String> expression) {
        Predicate<JsonNode> alive = user -> !user.path("status").asText().equals("DEPROVISIONED");
        if (expression.isPresent()) {
            return Listing.matching(indexed(), expression.get());
        }
        if (q.isPresent()) {
            return indexed().stream()
                    .filter(alive.and(user -> startsWith(user.path("profile"), q.get())))
                    .toList();
        }
        return org.directory().people().stream()
                .map(org.documents()::listed)
                .filter(alive)
                .toList();
    }

    private List<ObjectNode> indexed() {
        return org.directory().users.at(org.directory().past(OktaRules.SEARCH_LAG));
    }

    /** Okta: q looks at the starts of firstName, lastName and email. */
    private static boolean startsWith(JsonNode profile, String q) {
        String wanted = q.toLowerCase(Locale.ROOT);
        return List.of("firstName", "lastName", "email").stream()
                .anyMatch(name ->
                        profile.path(name).asText().toLowerCase(Locale.ROOT).startsWith(wanted));
    }

    private static List<ObjectNode> sorted(Call call, List<ObjectNode> users) {
        Optional<String> by = call.query("sortBy");
        if (by.isEmpty() || call.query("search").isEmpty()) {
            return users;
        }
        String pointer = "/" + by.get().replace('.', '/');
        Comparator<ObjectNode> order =
                Comparator.comparing(user -> user.at(pointer).asText().toLowerCase(Locale.ROOT));
        boolean down = call.query("sortOrder").orElse("asc").equalsIgnoreCase("desc");
        return users.stream().sorted(down ? order.reversed() : order).toList();
    }

    private Reply update(Call call, boolean partial) {
        Person person = org.directory().user(call.path("id"));
        org.directory().demandMayChange(call.caller(), person);
        if (person.target() != null) {
            throw Problem.of(
                    409,
                    "E0000112",
                    "Unable to update the user. The user is still being activated. Please try again in a few minutes.");
        }
        if (person.is(Status.DEPROVISIONED)) {
            throw Problem.wrongStatus();
        }
        ObjectNode body = call.body();
        ObjectNode profile = changed(person, body, partial);
        String password =
                body.path("credentials").path("password").path("value").asText("");
        if (!password.isEmpty()) {
            org.passwords().demand(password, profile.path("login").asText());
        }
        apply(call, person, profile, password);
        return Reply.ok(org.documents().single(person));
    }

    private ObjectNode changed(Person person, ObjectNode body, boolean partial) {
        if (!(body.path("profile") instanceof ObjectNode given)) {
            if (partial) {
                return person.profile;
            }
            throw Problem.validation("profile", "profile: The field cannot be left blank");
        }
        ObjectNode profile = partial ? Profiles.merge(person.profile, given) : Profiles.cleared(given);
        org.profiles().demandValid(profile);
        Optional<Person> holder = org.directory().byLogin(profile.path("login").asText());
        if (holder.isPresent() && !holder.get().id.equals(person.id)) {
            throw Problem.duplicate("login");
        }
        return profile;
    }

    private void apply(Call call, Person person, ObjectNode profile, String password) {
        if (!profile.equals(person.profile)) {
            person.profile = profile;
            person.lastUpdated = org.now();
            org.groupRules().apply(person);
            org.log()
                    .success(
                            call.act(),
                            "user.account.update_profile",
                            "Update user profile for Okta",
                            Target.of(person));
        }
        if (!password.isEmpty()) {
            person.setPassword(password, org.now());
            // Unverified: a password set by an administrator ends the states that wait for one.
            if (person.is(Status.PASSWORD_EXPIRED, Status.RECOVERY, Status.PROVISIONED)) {
                person.change(Status.ACTIVE, org.now());
            }
            org.log()
                    .success(
                            call.act(),
                            "user.account.update_password",
                            "User update password for Okta",
                            Target.of(person));
        }
        org.directory().reindex(person);
    }

    private Reply endSessions(Call call) {
        Person person = org.directory().user(call.path("id"));
        org.directory().demandMayChange(call.caller(), person);
        person.sessions.clear();
        org.log().success(call.act(), "user.session.clear", "Clear user session", Target.of(person));
        return Reply.noContent();
    }

    private Reply factors(Call call) {
        Person person = org.directory().user(call.path("id"));
        String url = org.documents().userUrl(person);
        return Reply.ok(Json.array(
                person.factors.stream().map(factor -> factor.document(url)).toList()));
    }

    /** Okta: removing push or signed_nonce removes the other Okta Verify factors too. */
    private Reply removeFactor(Call call) {
        Person person = org.directory().user(call.path("id"));
        org.directory().demandMayChange(call.caller(), person);
        Factor factor = person.factors.stream()
                .filter(known -> known.id().equals(call.path("factorId")))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(call.path("factorId"), "UserFactor"));
        if (person.is(Status.DEPROVISIONED)) {
            throw Problem.wrongStatus();
        }
        boolean verify = List.of("push", "signed_nonce").contains(factor.type());
        person.factors.removeIf(known -> known.equals(factor)
                || (verify
                        && List.of("push", "signed_nonce", "token:software:totp")
                                .contains(known.type())
                        && known.provider().equals("OKTA")));
        org.log().success(call.act(), "user.mfa.factor.deactivate", "Reset factor for user", Target.of(person));
        return Reply.noContent();
    }

    private Reply groups(Call call) {
        Person person = org.directory().user(call.path("id"));
        List<ObjectNode> groups = org.directory().groupsOf(person).stream()
                .map(org.documents()::group)
                .toList();
        return Paging.page(call, org.url().get(), groups, call.limit(PAGE, PAGE));
    }

    /** Direct grants and, as Okta lists them too, those that come through groups. */
    private Reply roles(Call call) {
        Person person = org.directory().user(call.path("id"));
        String url = org.documents().userUrl(person);
        List<ObjectNode> roles = new java.util.ArrayList<>(
                person.roles.stream().map(grant -> grant.document(url)).toList());
        for (UserGroup group : org.directory().groupsOf(person)) {
            String groupUrl = org.url().get() + "/api/v1/groups/" + group.id;
            group.roles.forEach(grant -> roles.add(grant.document(groupUrl)));
        }
        return Reply.ok(Json.array(roles));
    }
}
