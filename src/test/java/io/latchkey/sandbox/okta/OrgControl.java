package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Control;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The org's own part of the control API, and its page. */
final class OrgControl {

    private final Org org;
    private final Seed seed;
    private final AppRegistry registry;
    private final AccessTokens tokens;
    private final RateLimits limits;
    private final ReentrantLock lock;

    OrgControl(Org org, Seed seed, AppRegistry registry, AccessTokens tokens, RateLimits limits, ReentrantLock lock) {
        this.org = org;
        this.seed = seed;
        this.registry = registry;
        this.tokens = tokens;
        this.limits = limits;
        this.lock = lock;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/sandbox", request -> page())
                .GET("/sandbox/", request -> page())
                .GET("/sandbox/state", request -> locked(this::state))
                .GET("/sandbox/log", request -> locked(this::log))
                .GET("/sandbox/mails", request -> locked(this::mails))
                .POST("/sandbox/apps", request -> posted(request, this::register))
                .PUT("/sandbox/apps/{clientId}", request -> posted(request, body -> change(request, body)))
                .PATCH("/sandbox/apps/{clientId}", request -> posted(request, body -> change(request, body)))
                .POST("/sandbox/users", request -> posted(request, this::addUser))
                .POST("/sandbox/users/{id}/roles", request -> posted(request, body -> grantUser(request, body)))
                .POST("/sandbox/users/{id}/factors", request -> posted(request, body -> addFactor(request, body)))
                .POST("/sandbox/users/{id}/status", request -> posted(request, body -> setStatus(request, body)))
                .POST("/sandbox/applications", request -> posted(request, this::addApplication))
                .POST(
                        "/sandbox/applications/{id}",
                        request -> posted(request, body -> changeApplication(request, body)))
                .POST("/sandbox/group-rules", request -> posted(request, this::addRule))
                .POST("/sandbox/groups/{id}/owners", request -> posted(request, body -> own(request, body)))
                .POST("/sandbox/groups", request -> posted(request, this::addGroup))
                .POST("/sandbox/groups/{id}/roles", request -> posted(request, body -> grantGroup(request, body)))
                .POST("/sandbox/tokens/revoke", request -> posted(request, this::revoke))
                .GET("/sandbox/limits", request -> locked(this::limits))
                .PUT("/sandbox/limits", request -> posted(request, this::changeLimit))
                .onError(IllegalArgumentException.class, (e, request) -> Control.refusal(e))
                .onError(Problem.class, (e, request) -> Control.refusal(e))
                .onError(JsonProcessingException.class, (e, request) -> refusedJson())
                .build();
    }

    private interface Posted {
        JsonNode answer(JsonNode body);
    }

    private ServerResponse posted(ServerRequest request, Posted action) throws ServletException, IOException {
        JsonNode body = Json.parse(request.body(String.class));
        return locked(() -> action.answer(body));
    }

    private ServerResponse locked(Supplier<JsonNode> action) {
        lock.lock();
        try {
            return Control.json(action.get());
        } finally {
            lock.unlock();
        }
    }

    private static ServerResponse refusedJson() {
        return Control.refusal(new IllegalArgumentException("the body is not JSON"));
    }

    private static ServerResponse page() {
        try (InputStream page = OrgControl.class.getResourceAsStream("/sandbox/okta.html")) {
            if (page == null) {
                throw new IllegalStateException("the page sandbox/okta.html is missing from the class path");
            }
            return ServerResponse.ok().contentType(MediaType.TEXT_HTML).body(page.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode state() {
        ObjectNode state = Json.object();
        state.put("now", Json.time(org.now()));
        ArrayNode users = state.putArray("users");
        org.directory().people().forEach(person -> users.add(user(person)));
        ArrayNode groups = state.putArray("groups");
        org.directory().groups().forEach(group -> groups.add(group(group)));
        ArrayNode applications = state.putArray("applications");
        org.apps().applications().forEach(application -> applications.add(application(application)));
        ArrayNode rules = state.putArray("groupRules");
        org.groupRules().all().forEach(rule -> rules.add(rule.document()));
        ArrayNode apps = state.putArray("apps");
        org.apps().all().forEach(app -> apps.add(app(app)));
        return state;
    }

    private ObjectNode user(Person person) {
        ObjectNode user = Json.object();
        user.put("id", person.id).put("status", person.status().name()).put("login", person.login());
        user.put("name", person.fullName());
        user.set("profile", person.profile.deepCopy());
        ArrayNode groups = user.putArray("groups");
        org.directory().groups().stream()
                .filter(group -> person.groupIds().contains(group.id))
                .forEach(group -> groups.add(group.name()));
        user.set("roles", roles(person.roles));
        user.put("factors", person.factors.size()).put("sessions", person.sessions.size());
        return user;
    }

    private ObjectNode group(UserGroup group) {
        ObjectNode document = Json.object();
        document.put("id", group.id).put("name", group.name()).put("type", group.type);
        document.set("roles", roles(group.roles));
        ArrayNode members = document.putArray("members");
        org.directory().people().stream()
                .filter(person -> person.groupIds().contains(group.id))
                .forEach(person -> members.add(person.login()));
        document.put("description", group.profile.path("description").asText());
        document.set("owners", Json.texts(group.owners.keySet()));
        return document;
    }

    private static ObjectNode app(ServiceApp app) {
        ObjectNode document = Json.object();
        document.put("clientId", app.clientId()).put("name", app.name()).put("dpop", app.dpop());
        document.put("jwksUri", app.jwksUri());
        document.set("scopes", Json.texts(app.scopes()));
        document.set("roles", roles(app.roles()));
        return document;
    }

    private static ArrayNode roles(List<RoleGrant> grants) {
        return Json.texts(grants.stream().map(grant -> grant.role().name()).toList());
    }

    private JsonNode log() {
        return Json.array(org.log().all().stream().map(SystemLog.Entry::event).toList());
    }

    private JsonNode mails() {
        ArrayNode mails = Json.array();
        for (Mail mail : org.mails().all()) {
            mails.addObject()
                    .put("at", Json.time(mail.at()))
                    .put("to", mail.to())
                    .put("kind", mail.kind())
                    .put("subject", mail.subject())
                    .put("link", mail.link());
        }
        return mails;
    }

    private JsonNode register(JsonNode body) {
        return app(registry.register(wanted(body)));
    }

    private JsonNode change(ServerRequest request, JsonNode body) {
        return app(registry.change(request.pathVariable("clientId"), wanted(body)));
    }

    private static AppRegistry.Wanted wanted(JsonNode body) {
        List<String> roleNames = texts(body, "roles");
        return new AppRegistry.Wanted(
                text(body, "name"),
                body.hasNonNull("jwks") ? body.get("jwks").toString() : null,
                text(body, "jwksUri"),
                texts(body, "scopes"),
                roleNames == null
                        ? null
                        : roleNames.stream().map(OrgControl::role).toList(),
                body.hasNonNull("dpop") ? body.get("dpop").asBoolean() : null);
    }

    private JsonNode addUser(JsonNode body) {
        List<String> groups = texts(body, "groups");
        Person person = seed.person(
                body.path("firstName").asText("Some"),
                body.path("lastName").asText("Body"),
                body.path("login").asText(),
                status(body, "ACTIVE"),
                text(body, "password"),
                groups == null ? List.of() : groups);
        grantAll(body, role -> seed.grant(person, role));
        return user(person);
    }

    private JsonNode grantUser(ServerRequest request, JsonNode body) {
        Person person = org.directory().user(request.pathVariable("id"));
        seed.grant(person, role(body.path("role").asText()));
        return user(person);
    }

    private JsonNode addFactor(ServerRequest request, JsonNode body) {
        Person person = org.directory().user(request.pathVariable("id"));
        var factor = new Factor(
                org.ids().next("opf"),
                body.path("factorType").asText("push"),
                body.path("provider").asText("OKTA"),
                org.now());
        person.factors.add(factor);
        return factor.document(org.documents().userUrl(person));
    }

    private JsonNode setStatus(ServerRequest request, JsonNode body) {
        Person person = org.directory().user(request.pathVariable("id"));
        person.change(status(body, ""), org.now());
        org.directory().reindex(person);
        return user(person);
    }

    private JsonNode addApplication(JsonNode body) {
        return application(seed.application(body.path("label").asText()));
    }

    private JsonNode changeApplication(ServerRequest request, JsonNode body) {
        Application application = seed.application(request.pathVariable("id"), "id");
        application.active = body.path("active").asBoolean(application.active);
        List<String> logins = texts(body, "assign");
        if (logins != null) {
            var assignments = new AppsApi(org);
            logins.forEach(login -> assignments.assign(
                    Act.ofSandbox(), application, org.directory().user(login), Json.object()));
        }
        return application(application);
    }

    private ObjectNode application(Application application) {
        ObjectNode document = Json.object();
        document.put("id", application.id).put("label", application.label).put("active", application.active);
        document.set("people", Json.texts(application.people.keySet()));
        document.set("groups", Json.texts(application.groups.keySet()));
        return document;
    }

    private JsonNode addRule(JsonNode body) {
        return org.groupRules()
                .add(
                        body.path("name").asText(),
                        body.path("attribute").asText(),
                        body.path("value").asText(),
                        seed.named(body.path("group").asText()))
                .document();
    }

    private JsonNode own(ServerRequest request, JsonNode body) {
        UserGroup group = seed.named(request.pathVariable("id"));
        group.owners.put(org.directory().user(body.path("login").asText()).id, org.now());
        return group(group);
    }

    private JsonNode addGroup(JsonNode body) {
        UserGroup group = seed.group(
                body.path("name").asText(),
                body.path("description").asText(""),
                body.path("type").asText(UserGroup.OKTA_GROUP));
        grantAll(body, role -> seed.grant(group, role));
        return group(group);
    }

    private JsonNode grantGroup(ServerRequest request, JsonNode body) {
        UserGroup group = seed.named(request.pathVariable("id"));
        seed.grant(group, role(body.path("role").asText()));
        return group(group);
    }

    private static void grantAll(JsonNode body, java.util.function.Consumer<AdminRole> grant) {
        List<String> roles = texts(body, "roles");
        if (roles != null) {
            roles.stream().map(OrgControl::role).forEach(grant);
        }
    }

    private JsonNode revoke(JsonNode body) {
        return Json.object().put("revoked", tokens.revoke(text(body, "clientId")));
    }

    private JsonNode limits() {
        ObjectNode document = Json.object();
        for (Bucket bucket : Bucket.values()) {
            document.put(bucket.label(), limits.perMinute(bucket));
        }
        return document;
    }

    private JsonNode changeLimit(JsonNode body) {
        limits.change(body.path("bucket").asText(), body.path("perMinute").asLong());
        return limits();
    }

    private static AdminRole role(String name) {
        try {
            return AdminRole.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no administrator role is named " + name, e);
        }
    }

    private static Status status(JsonNode body, String standard) {
        String name = body.path("status").asText(standard);
        try {
            return Status.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no status is named " + name, e);
        }
    }

    private static @Nullable String text(JsonNode body, String field) {
        return body.hasNonNull(field) ? body.get(field).asText() : null;
    }

    private static @Nullable List<String> texts(JsonNode body, String field) {
        if (!body.hasNonNull(field)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        body.get(field).forEach(value -> texts.add(value.asText()));
        return texts;
    }
}
