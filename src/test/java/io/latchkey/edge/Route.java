package io.latchkey.edge;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * A route of the product and who may call it, as its security model says: the named list against which the handler mappings
 * are held. An endpoint that is added fails {@link RoutesIT} until it has a row here, and with the row it has a case in every
 * test of this package.
 *
 * @param method its only method, or {@code ANY}
 * @param pattern as the handler mappings have it
 * @param callers who may call it
 * @param path a path that fits the pattern; {@code {...}} stands for an id of the tenant that is tried
 * @param body a body that it would accept, if it takes one
 */
record Route(
        String method,
        String pattern,
        Callers callers,
        String path,
        @Nullable String body) {

    /** Who may call a route. */
    enum Callers {
        /** Everybody; it holds nothing of anybody's. */
        EVERYBODY,
        /** Atlassian, with a signed install's RS256 token. */
        ATLASSIAN,
        /** The site, with a token that is bound to the request. */
        SITE,
        /** Forge itself, with an invocation token of the module for which it calls. */
        FORGE,
        /** An administrator of a site whose installation through Forge is held, with an invocation token. */
        ARRIVING_ADMINISTRATOR,
        /** A person of the site, as a frame's page: with a token in the address that is bound to it. */
        PERSON_IN_FRAME,
        /** An administrator of the site, as a frame's page. */
        ADMINISTRATOR_IN_FRAME,
        /** An administrator of the site, with a context token. */
        ADMINISTRATOR,
        /** An agent of the request's project, with a context token. */
        AGENT,
        /** Who is on the request, with a context token. */
        CUSTOMER,
        /** Anybody of the site, with a context token; only the recipient of a handover is answered. */
        RECIPIENT,
        /** Jira Automation, with a token of ours. */
        AUTOMATION,
        /** The operator, with the configured token. */
        OPERATOR
    }

    private static final String CONNECTION = "{\"name\":\"tried\",\"orgUrl\":\"https://tried.okta.com\"}";

    /** The generator of P-256, which is a public key as good as any. */
    private static final String POINT =
            "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

    /** All of them. */
    static final List<Route> ALL = List.of(
            of("ANY", "/error", Callers.EVERYBODY, "/error"),
            of("GET", "/atlassian-connect.json", Callers.EVERYBODY, "/atlassian-connect.json"),
            of("GET", "/okta/{tenantId}/jwks.json", Callers.EVERYBODY, "/okta/{tenant}/jwks.json"),
            of("GET", "/schemas/recipe-1.schema.json", Callers.EVERYBODY, "/schemas/recipe-1.schema.json"),
            of("GET", "/panel/assets/{name}", Callers.EVERYBODY, "/panel/assets/latchkey-1.svg"),
            of("GET", "/panel/admin", Callers.ADMINISTRATOR_IN_FRAME, "/panel/admin"),
            of("GET", "/panel/ticket", Callers.PERSON_IN_FRAME, "/panel/ticket"),
            of("GET", "/panel/portal", Callers.PERSON_IN_FRAME, "/panel/portal"),
            of("GET", "/actuator", Callers.OPERATOR, "/actuator"),
            of("GET", "/actuator/health", Callers.EVERYBODY, "/actuator/health"),
            of("GET", "/actuator/health/**", Callers.EVERYBODY, "/actuator/health/db"),
            of("GET", "/actuator/info", Callers.EVERYBODY, "/actuator/info"),
            of("GET", "/actuator/metrics", Callers.OPERATOR, "/actuator/metrics"),
            of("GET", "/actuator/metrics/{requiredMetricName}", Callers.OPERATOR, "/actuator/metrics/jvm.memory.used"),
            of("GET", "/actuator/keys", Callers.OPERATOR, "/actuator/keys"),
            new Route("POST", "/actuator/keys", Callers.OPERATOR, "/actuator/keys", "{}"),
            of("GET", "/actuator/departures", Callers.OPERATOR, "/actuator/departures"),
            of("GET", "/actuator/departures/{tenant}", Callers.OPERATOR, "/actuator/departures/{tenant}"),
            of("DELETE", "/actuator/departures/{tenant}", Callers.OPERATOR, "/actuator/departures/{tenant}"),
            of("GET", "/actuator/heldinstallations", Callers.OPERATOR, "/actuator/heldinstallations"),
            new Route(
                    "POST",
                    "/actuator/heldinstallations/{id}",
                    Callers.OPERATOR,
                    "/actuator/heldinstallations/{tenant}",
                    "{\"decision\":\"refused\"}"),
            lifecycle("installed", Callers.ATLASSIAN),
            lifecycle("uninstalled", Callers.ATLASSIAN),
            lifecycle("enabled", Callers.SITE),
            lifecycle("disabled", Callers.SITE),
            new Route(
                    "POST",
                    "/connect/webhooks/issue-created",
                    Callers.SITE,
                    "/connect/webhooks/issue-created",
                    "{\"issue\":{\"id\":\"10042\"}}"),
            new Route(
                    "POST",
                    "/connect/webhooks/issue-updated",
                    Callers.SITE,
                    "/connect/webhooks/issue-updated",
                    "{\"issue\":{\"id\":\"10042\"}}"),
            forge("installed"),
            forge("upgraded"),
            forge("schedule"),
            forge("uninstalling"),
            forge("issue-events"),
            forge("post-function"),
            forge("automation-action"),
            new Route(
                    "POST",
                    "/automation/signals",
                    Callers.AUTOMATION,
                    "/automation/signals",
                    "{\"issueId\":\"10042\"}"),
            settings("GET", "/api/overview", null),
            settings("GET", "/api/requests", null),
            person("GET", "/api/tickets/{issueId}", Callers.AGENT, null),
            person("POST", "/api/tickets/{issueId}/retry", Callers.AGENT, "{}"),
            person("POST", "/api/tickets/{issueId}/cancel", Callers.AGENT, "{\"why\":\"tried\"}"),
            person("POST", "/api/tickets/{issueId}/grants/{id}/end", Callers.AGENT, "{\"why\":\"tried\"}"),
            person("POST", "/api/tickets/{issueId}/handovers/{id}/withdraw", Callers.AGENT, "{\"why\":\"tried\"}"),
            person("GET", "/api/portal/requests/{issueId}", Callers.CUSTOMER, null),
            handover("reveal", "{\"publicKey\":\"" + POINT + "\"}"),
            handover("reissue", "{}"),
            settings("GET", "/api/installation", null),
            settings("GET", "/api/installation/departure", null),
            settings("GET", "/api/installation/held", null),
            settings("POST", "/api/installation/move-code", "{}"),
            person("GET", "/api/arrival", Callers.ARRIVING_ADMINISTRATOR, null),
            person("POST", "/api/arrival", Callers.ARRIVING_ADMINISTRATOR, "{}"),
            settings("GET", "/api/okta-keys", null),
            settings("POST", "/api/okta-keys", "{\"delivery\":\"FETCHED\"}"),
            settings("DELETE", "/api/okta-keys", null),
            settings("POST", "/api/okta-keys/{kid}/activation", "{}"),
            settings("GET", "/api/guardrails", null),
            settings("PUT", "/api/guardrails/breaker", "{}"),
            settings("PUT", "/api/guardrails/second-administrator", "{}"),
            settings("PUT", "/api/guardrails/connections/{name}/breaker", "{}"),
            settings("PUT", "/api/guardrails/connections/{name}/email-domains", "{}"),
            settings("PUT", "/api/guardrails/connections/{name}/protected-groups", "{}"),
            settings("PUT", "/api/guardrails/connections/{name}/protected-people", "{}"),
            settings("PUT", "/api/guardrails/connections/{name}/separate-duties", "{}"),
            settings("POST", "/api/guardrails/proposals/{id}/confirm", "{}"),
            settings("POST", "/api/guardrails/proposals/{id}/reject", "{}"),
            settings("POST", "/api/guardrails/tripped/{id}/reset", "{}"),
            settings("GET", "/api/okta-connections/{name}/approver-accounts", null),
            settings("PUT", "/api/okta-connections/{name}/approver-accounts/{accountId}", "{\"oktaUserId\":\"00u1\"}"),
            settings("DELETE", "/api/okta-connections/{name}/approver-accounts/{accountId}", null),
            settings("POST", "/api/automation-tokens/{id}/rotation", "{\"overlapMinutes\":1}"),
            settings("PUT", "/api/automation-tokens/{id}/sources", "{\"sources\":[]}"),
            settings("GET", "/api/okta-connections", null),
            settings("POST", "/api/okta-connections", CONNECTION),
            settings("PUT", "/api/okta-connections/{name}/client-id", "{\"clientId\":\"0oaTried\"}"),
            settings("PUT", "/api/okta-connections/{name}/allowed-groups", "{\"groups\":[]}"),
            settings("PUT", "/api/okta-connections/{name}/allowed-apps", "{\"apps\":[]}"),
            settings("POST", "/api/okta-connections/{name}/test", "{}"),
            settings("GET", "/api/recipes", null),
            settings("POST", "/api/recipes", "{}"),
            settings("POST", "/api/recipes/check", "{}"),
            settings("GET", "/api/ready-recipes", null),
            settings("GET", "/api/recipes/{key}", null),
            settings("GET", "/api/recipes/{key}/versions/{number}", null),
            settings("GET", "/api/recipes/{key}/diff", null),
            settings("POST", "/api/requests/{issueId}/dry-run", "{}"),
            settings("GET", "/api/grants", null),
            settings("POST", "/api/grants/end", "{}"),
            settings("POST", "/api/grants/{id}/end", "{}"),
            settings("POST", "/api/grants/{id}/settlement", "{}"),
            settings("GET", "/api/automation-tokens", null),
            settings("POST", "/api/automation-tokens", "{\"name\":\"tried\"}"),
            settings("DELETE", "/api/automation-tokens/{id}", null),
            settings("GET", "/api/webhooks", null),
            settings("PUT", "/api/webhooks/{name}", "{\"url\":\"https://tried.example.com/\"}"),
            settings("POST", "/api/webhooks/{name}/secret", "{\"overlapMinutes\":1}"),
            settings("POST", "/api/webhooks/{name}/test", "{}"),
            settings("DELETE", "/api/webhooks/{name}", null),
            settings("GET", "/api/service-desks", null),
            settings("GET", "/api/service-desks/fields", null),
            settings("GET", "/api/service-desks/{id}/request-types", null),
            settings("POST", "/api/service-desks/{id}/check", "{}"),
            settings("GET", "/api/audit", null),
            settings("GET", "/api/audit/verification", null),
            settings("GET", "/api/audit/export", null),
            settings("GET", "/api/requests/{issueId}", null),
            settings("POST", "/api/requests/{issueId}/retry", "{}"));

    private static Route of(String method, String pattern, Callers callers, String path) {
        return new Route(method, pattern, callers, path, null);
    }

    private static Route handover(String act, String body) {
        return new Route(
                "POST",
                "/api/portal/requests/{issueId}/handovers/{id}/" + act,
                Callers.RECIPIENT,
                "/api/portal/requests/{issueId}/handovers/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234/" + act,
                body);
    }

    private static Route settings(String method, String pattern, @Nullable String body) {
        return new Route(method, pattern, Callers.ADMINISTRATOR, pattern, body);
    }

    private static Route person(String method, String pattern, Callers callers, @Nullable String body) {
        return new Route(method, pattern, callers, pattern, body);
    }

    private static Route forge(String event) {
        return new Route("POST", "/forge/" + event, Callers.FORGE, "/forge/" + event, "{\"issue\":{\"id\":\"10042\"}}");
    }

    private static Route lifecycle(String event, Callers callers) {
        return new Route(
                "POST", "/connect/" + event, callers, "/connect/" + event, "{\"eventType\":\"" + event + "\"}");
    }

    /** Those that only these may call. */
    static List<Route> of(Callers... wanted) {
        Set<Callers> set = Set.of(wanted);
        return ALL.stream().filter(route -> set.contains(route.callers)).toList();
    }

    /** Whether its token is bound to the request. */
    boolean isBound() {
        return callers == Callers.SITE || isFrame();
    }

    /** Whether it is a page in a frame, whose token is in the address. */
    boolean isFrame() {
        return callers == Callers.PERSON_IN_FRAME || callers == Callers.ADMINISTRATOR_IN_FRAME;
    }

    /** The method to send; what takes any is asked. */
    String verb() {
        return method.equals("ANY") ? "GET" : method;
    }

    /** The path with something harmless for each id, which is nobody's. */
    String nobodysPath() {
        return path.replace("{tenant}", "0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234")
                .replace("/automation-tokens/{id}", "/automation-tokens/0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234")
                .replace("{issueId}", "987654321")
                .replaceAll("\\{\\w+}", "nobodys");
    }

    /** A request for it, without credentials. */
    Wire.Request request(String target) {
        Wire.Request request = Wire.request(verb(), target);
        return body == null ? request : request.json(Objects.requireNonNull(body));
    }

    @Override
    public String toString() {
        return method + " " + pattern;
    }

    /** Everything that the handler mappings of a product answer, by method and pattern. */
    static Map<String, HandlerMethod> mapped(ApplicationContext context) {
        Map<String, HandlerMethod> found = new TreeMap<>();
        context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods()
                        .forEach((info, handler) -> names(info).forEach(name -> found.put(name, handler))));
        return found;
    }

    private static Stream<String> names(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        List<String> verbs = methods.isEmpty()
                ? List.of("ANY")
                : methods.stream().map(RequestMethod::name).toList();
        return info.getPatternValues().stream()
                .flatMap(pattern -> verbs.stream().map(verb -> verb + " " + pattern));
    }
}
