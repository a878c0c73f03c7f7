package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import java.net.URI;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The page on which a person plays the story, the ways to it, and the vendor's 404 for everything unknown. */
final class PageRoutes {

    private PageRoutes() {}

    static RouterFunction<ServerResponse> of(String cloudId) {
        return route().GET("/", request -> to("/sandbox/"))
                .GET("/sandbox", request -> to("/sandbox/"))
                .GET(
                        "/sandbox/",
                        request -> ServerResponse.ok()
                                .contentType(
                                        new MediaType(MediaType.TEXT_HTML, java.nio.charset.StandardCharsets.UTF_8))
                                .body(new ClassPathResource("sandbox/jira.html")))
                .GET("/browse/{issue}", request -> to("/sandbox/#" + request.pathVariable("issue")))
                .GET(
                        "/servicedesk/customer/portal/{desk}/{issue}",
                        request -> to("/sandbox/#" + request.pathVariable("issue")))
                .GET("/_edge/tenant_info", request -> Json.ok(Json.object().put("cloudId", cloudId)))
                .build();
    }

    private static ServerResponse to(String path) {
        return ServerResponse.temporaryRedirect(URI.create(path)).build();
    }

    /** The last route: what is not there (the body's words are seen in Jira's answers). */
    static ServerResponse nothing(ServerRequest request) {
        return Json.answer(
                404,
                Json.object().put("message", "null for uri: " + request.uri()).put("status-code", 404));
    }
}
