package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What else the product reads: org settings, service apps, and the roles of a client. */
final class OrgApi {

    private final Org org;
    private final String orgId;
    private final Instant created;

    OrgApi(Org org, String orgId) {
        this.org = org;
        this.orgId = orgId;
        this.created = org.now();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/api/v1/org", Bucket.OTHER, "okta.orgs.read", Permission.ORG_READ, this::settings),
                Endpoint.list("/api/v1/apps", Bucket.APPS, "okta.apps.read", Permission.APPS_READ, this::apps),
                Endpoint.of(
                        "GET", "/api/v1/apps/{appId}", Bucket.APP, "okta.apps.read", Permission.APPS_READ, this::app),
                Endpoint.list(
                        "/oauth2/v1/clients/{clientId}/roles",
                        Bucket.CLIENTS,
                        "okta.roles.read",
                        Permission.ROLES_READ,
                        this::clientRoles));
    }

    private Reply settings(Call call) {
        ObjectNode settings = Json.object();
        settings.put("id", orgId);
        settings.put("companyName", "Sandbox");
        settings.put("subdomain", "sandbox");
        settings.put("status", "ACTIVE");
        settings.put("website", "https://sandbox.example.com");
        settings.put("created", Json.time(created));
        settings.put("lastUpdated", Json.time(created));
        settings.putObject("_links").set("preferences", Json.link(org.url().get() + "/api/v1/org/preferences"));
        return Reply.ok(settings);
    }

    private Reply apps(Call call) {
        List<ObjectNode> apps = new ArrayList<>(org.apps().applications().stream()
                .map(app -> document(app, org.url().get()))
                .toList());
        org.apps().all().forEach(app -> apps.add(document(app)));
        // okta-management.json, listApplications: inactive ones are in the results only with includeNonDeleted=true.
        if (!call.query("includeNonDeleted").map(Boolean::parseBoolean).orElse(false)) {
            apps.removeIf(app -> !app.path("status").asText().equals("ACTIVE"));
        }
        call.query("q").map(q -> q.toLowerCase(Locale.ROOT)).ifPresent(q -> apps.removeIf(app -> !begins(app, q)));
        return Paging.page(call, org.url().get(), apps, call.limit(20, 200));
    }

    /** Okta: "q" is the beginning of the name or the label. */
    private static boolean begins(ObjectNode app, String q) {
        return Stream.of("name", "label")
                .anyMatch(of -> app.path(of).asText().toLowerCase(Locale.ROOT).startsWith(q));
    }

    private Reply app(Call call) {
        String id = call.path("appId");
        Optional<Application> application = org.apps().application(id);
        if (application.isPresent()) {
            return Reply.ok(document(application.get(), org.url().get()));
        }
        return Reply.ok(document(org.apps().find(id).orElseThrow(() -> Problem.notFound(id, "AppInstance"))));
    }

    static ObjectNode document(Application app, String url) {
        ObjectNode document = Json.object();
        document.put("id", app.id);
        document.put("name", app.name);
        document.put("label", app.label);
        document.put("status", app.active ? "ACTIVE" : "INACTIVE");
        document.put("created", Json.time(app.created));
        document.put("lastUpdated", Json.time(app.created));
        document.put("signOnMode", "BOOKMARK");
        document.putObject("settings")
                .putObject("app")
                .put("requestIntegration", false)
                .put("url", "https://apps.example.com/" + app.id);
        document.putObject("_links").set("self", Json.link(url + "/api/v1/apps/" + app.id));
        return document;
    }

    private ObjectNode document(ServiceApp app) {
        ObjectNode document = Json.object();
        document.put("id", app.clientId());
        document.put("name", "oidc_client");
        document.put("label", app.name());
        document.put("status", "ACTIVE");
        document.put("created", Json.time(app.created()));
        document.put("lastUpdated", Json.time(app.created()));
        document.put("signOnMode", "OPENID_CONNECT");
        ObjectNode client = document.putObject("credentials").putObject("oauthClient");
        client.put("client_id", app.clientId());
        client.put("token_endpoint_auth_method", "private_key_jwt");
        ObjectNode settings = document.putObject("settings").putObject("oauthClient");
        settings.put("application_type", "service");
        settings.putArray("grant_types").add("client_credentials");
        settings.putArray("response_types").add("token");
        settings.put("dpop_bound_access_tokens", app.dpop());
        if (app.jwksUri() != null) {
            settings.put("jwks_uri", app.jwksUri());
        }
        document.putObject("_links").set("self", Json.link(org.url().get() + "/api/v1/apps/" + app.clientId()));
        return document;
    }

    /** An array, unlike what Okta's Java client expects. */
    private Reply clientRoles(Call call) {
        String id = call.path("clientId");
        ServiceApp app = org.apps().find(id).orElseThrow(() -> Problem.notFound(id, "PublicClientApp"));
        String url = org.url().get() + "/oauth2/v1/clients/" + id;
        return Reply.ok(Json.array(
                app.roles().stream().map(grant -> grant.document(url)).toList()));
    }
}
