package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.Control;
import io.latchkey.sandbox.http.Rules;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.http.SandboxServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An Okta org that listens on a loopback port. What this face does, the control API under {@code /sandbox} does too.
 * Documents it hands out are copies in Okta's shape. Safe for many threads.
 */
public final class OktaOrg implements AutoCloseable {

    private final CompletableFuture<SandboxServer> started = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Rules rules = OktaRules.declare();
    private final Org org;
    private final Seed seed;
    private final AppRegistry registry;
    private final AccessTokens tokens;
    private final RateLimits limits;
    private final SandboxServer server;

    private OktaOrg(String host, int port, SandboxClock clock) {
        this.org = org(clock);
        this.seed = new Seed(org);
        this.registry = new AppRegistry(org, seed);
        this.tokens = new AccessTokens(clock);
        this.limits = new RateLimits(clock, rules);
        var proofs = new DPoPProofs(clock, rules);
        var assertions = new ClientAssertions(org.apps(), new KeySets(clock, rules), clock, rules);
        var callers = new Callers(org.apps(), tokens, proofs, org.url(), () -> person(Seed.ADMIN_LOGIN));
        var gate = new Gate(clock, rules, limits, callers, lock);
        var routes = new Routes(
                gate,
                endpoints(),
                new TokenEndpoint(assertions, proofs, tokens, org.log(), rules),
                new AuthnApi(org),
                org);
        var control = new OrgControl(org, seed, registry, tokens, limits, lock);
        this.server = SandboxServer.start(
                "okta",
                host,
                port,
                control.routes()
                        .and(Control.routes(
                                () -> started.join().traffic(),
                                () -> started.join().faults(),
                                clock,
                                rules))
                        .and(routes.build()));
        started.complete(server);
        lock.lock();
        try {
            org.directory().inThePast(Duration.ofDays(1), seed::plant);
        } finally {
            lock.unlock();
        }
    }

    private Org org(SandboxClock clock) {
        var ids = new Ids();
        Supplier<String> url = () -> started.join().uri().toString();
        var log = new SystemLog(clock);
        var documents = new Documents(url, ids.next("oty"));
        var directory = new Directory(clock, rules, log, documents);
        return new Org(
                clock,
                rules,
                ids,
                url,
                log,
                new Mails(clock),
                documents,
                directory,
                new PasswordPolicy(rules),
                new Profiles(rules),
                new Apps(),
                new Tickets(clock),
                new GroupRules(directory, log, ids));
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>(new UsersApi(org).endpoints());
        endpoints.addAll(new GroupsApi(org).endpoints());
        endpoints.addAll(new LogsApi(org).endpoints());
        endpoints.addAll(new AppsApi(org).endpoints());
        endpoints.addAll(new OrgApi(org, org.ids().next("00o")).endpoints());
        return endpoints;
    }

    /** Starts an org with its seeded people and groups; port 0 takes a free one. */
    public static OktaOrg start(String host, int port, SandboxClock clock) {
        return new OktaOrg(host, port, clock);
    }

    /** The org's URL, without a trailing slash. */
    public URI uri() {
        return server.uri();
    }

    /** Its recorded traffic and its faults. */
    public SandboxServer server() {
        return server;
    }

    /** Its switchable rules. */
    public Rules rules() {
        return rules;
    }

    /** Registers a service app whose keys are fetched from a {@code jwks_uri} and that demands DPoP; answers its client id. */
    public String registerApp(String name, URI jwksUri, Collection<String> scopes, Collection<AdminRole> roles) {
        return registered(new AppRegistry.Wanted(name, null, jwksUri.toString(), scopes, roles, null));
    }

    /** Registers a service app with a pasted JWK set; answers its client id. */
    public String registerApp(
            String name, String jwks, Collection<String> scopes, Collection<AdminRole> roles, boolean dpop) {
        return registered(new AppRegistry.Wanted(name, jwks, null, scopes, roles, dpop));
    }

    private String registered(AppRegistry.Wanted wanted) {
        return locked(() -> registry.register(wanted)).clientId();
    }

    /** Changes what an app was granted; null leaves as it is. */
    public void changeApp(String clientId, @Nullable Collection<String> scopes, @Nullable Collection<AdminRole> roles) {
        locked(() -> registry.change(clientId, new AppRegistry.Wanted(null, null, null, scopes, roles, null)));
    }

    /** Switches "Require DPoP" of an app. */
    public void demandProofs(String clientId, boolean demanded) {
        locked(() -> registry.change(clientId, new AppRegistry.Wanted(null, null, null, null, null, demanded)));
    }

    /** Revokes the tokens of an app; answers how many it had. */
    public int revokeTokens(String clientId) {
        return tokens.revoke(clientId);
    }

    /** A user as {@code GET /api/v1/users/{login}} shows it; empty when there is none. */
    public Optional<JsonNode> user(String login) {
        return locked(() -> org.directory().byLogin(login).map(org.directory()::single));
    }

    /** The names of a user's groups, Everyone included; without lag. */
    public List<String> groupsOf(String login) {
        return locked(() -> {
            var ids = person(login).groupIds();
            return org.directory().groups().stream()
                    .filter(group -> ids.contains(group.id))
                    .map(UserGroup::name)
                    .toList();
        });
    }

    /** The id of a group. */
    public String groupId(String name) {
        return locked(() -> seed.named(name).id);
    }

    /** Makes an active user with these groups, as if a person had done it in the console; answers its id. */
    public String createPerson(
            String firstName, String lastName, String login, @Nullable String password, List<String> groups) {
        return locked(() -> seed.person(firstName, lastName, login, Status.ACTIVE, password, groups).id);
    }

    /** Makes an ordinary group; answers its id. */
    public String createGroup(String name) {
        return locked(() -> seed.group(name, "", UserGroup.OKTA_GROUP).id);
    }

    /** Grants an administrator role to a user. */
    public void grantRole(String login, AdminRole role) {
        locked(() -> {
            seed.grant(person(login), role);
            return true;
        });
    }

    /** Grants an administrator role to a group, and so to its members. */
    public void grantRoleToGroup(String name, AdminRole role) {
        locked(() -> {
            seed.grant(seed.named(name), role);
            return true;
        });
    }

    /** Makes an application that people can be assigned to; answers its id. */
    public String createApp(String label) {
        return locked(() -> seed.application(label).id);
    }

    /** Makes an application of this kind, as Okta's catalogue names it ({@code saasure}); answers its id. */
    public String createApp(String label, String name) {
        return locked(() -> seed.applicationNamed(name, label).id);
    }

    /** Gives an application another label, as if a person had done it in the console. */
    public void relabelApp(String app, String label) {
        locked(() -> {
            seed.application(app, "id").label = label;
            return true;
        });
    }

    /** Activates or deactivates an application, as if a person had done it in the console. */
    public void setAppActive(String app, boolean active) {
        locked(() -> {
            seed.application(app, "id").active = active;
            return true;
        });
    }

    /** Assigns an application to a user, as if a person had done it in the console. */
    public void assignApp(String app, String login) {
        locked(() -> {
            new AppsApi(org).assign(Act.ofSandbox(), seed.application(app, "id"), person(login), Json.object());
            return true;
        });
    }

    /** Who is assigned to an application directly: their logins. */
    public List<String> assignedTo(String app) {
        return locked(() -> {
            var people = seed.application(app, "id").people.keySet();
            return org.directory().people().stream()
                    .filter(person -> people.contains(person.id))
                    .map(Person::login)
                    .toList();
        });
    }

    /** Makes a group rule that puts everybody with this value of an attribute into a group; answers its id. */
    public String createGroupRule(String name, String attribute, String value, String group) {
        return locked(() -> org.groupRules().add(name, attribute, value, seed.named(group)).id);
    }

    /** The ids of the people whom a group rule leaves out. */
    public List<String> excludedFrom(String rule) {
        return locked(() -> org.groupRules().all().stream()
                .filter(known -> known.id.equals(rule))
                .flatMap(known -> known.excluded.stream())
                .toList());
    }

    /** Puts a user into a state, as if a person had done it in the console. */
    public void setStatus(String login, String status) {
        locked(() -> {
            person(login).change(Status.valueOf(status), org.now());
            org.directory().reindex(person(login));
            return true;
        });
    }

    /** Enrols a factor. */
    public void enrol(String login, String factorType) {
        locked(() -> person(login).factors.add(new Factor(org.ids().next("opf"), factorType, "OKTA", org.now())));
    }

    /** How many factors a user has. */
    public int factorsOf(String login) {
        return locked(() -> person(login).factors.size());
    }

    /** Begins a session, as a sign-in does. */
    public void signIn(String login) {
        locked(() -> person(login).sessions.add(Ids.secret("102", 20)));
    }

    /** How many sessions a user has. */
    public int sessionsOf(String login) {
        return locked(() -> person(login).sessions.size());
    }

    /** The ids of the owners of a group. */
    public List<String> ownersOf(String group) {
        return locked(() -> List.copyOf(seed.named(group).owners.keySet()));
    }

    /** Makes a user an owner of a group. */
    public void own(String group, String login) {
        locked(() -> {
            seed.named(group).owners.put(person(login).id, org.now());
            return true;
        });
    }

    /** Whether a user's password is this one. */
    public boolean hasPassword(String login, String clear) {
        return locked(() -> {
            Password password = person(login).password;
            return password != null && password.matches(clear);
        });
    }

    /** The System Log, oldest first, in Okta's shape. */
    public List<JsonNode> systemLog() {
        return org.log().all().stream()
                .map(entry -> (JsonNode) entry.event().deepCopy())
                .toList();
    }

    /** The mails that the org sent, oldest first. */
    public List<Mail> mails() {
        return org.mails().all();
    }

    /** Changes the limit of a bucket, named as in {@code GET /sandbox/limits}. */
    public void limit(String bucket, long perMinute) {
        limits.change(bucket, perMinute);
    }

    private Person person(String login) {
        return org.directory()
                .byLogin(login)
                .orElseThrow(() -> new IllegalArgumentException("no user has the login " + login));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
