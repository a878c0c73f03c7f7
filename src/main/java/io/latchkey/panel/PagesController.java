package io.latchkey.panel;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.http.FramePolicy;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.JiraAdministrators;
import io.latchkey.tenant.OpenedInSite;
import io.latchkey.tenant.Public;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The pages that Jira opens in frames. They hold nothing of anybody's: what is shown is asked from the API with the context
 * token of whoever looks, and judged there. So a page opens for everybody of the site; the administrators' says by its status
 * that it is not for others, before it asks for anything.
 */
@RestController
class PagesController {

    /** Atlassian's bridge: the one place from which it may be loaded (Atlassian Connect, "About the JavaScript API"). */
    private static final String BRIDGE = "https://connect-cdn.atl-paas.net";

    /** Where the bridge finds the typeface of Jira. */
    private static final String FONTS = "https://ds-cdn.prod-east.frontend.public.atl-paas.net";

    /** Styles inline, because the bridge and the design system's tokens write style elements. */
    private static final String SOURCES = "script-src 'self' " + BRIDGE + "; style-src 'self' 'unsafe-inline' " + BRIDGE
            + "; font-src 'self' " + FONTS + "; img-src 'self' data:; connect-src 'self' " + BRIDGE + ";";

    /** The marks in the built pages. */
    private static final String DOOR = "<!-- door -->";

    private static final String REFUSED = "data-refused=\"\"";

    /** Deferred, so that where the mark stands says which comes first: a page that draws something before it needs the host has it at its end. */
    private static final String CONNECT =
            "<script defer src=\"" + BRIDGE + "/all.js\" data-options=\"sizeToParent:false;margin:false\"></script>";

    private static final Map<String, MediaType> TYPES = Map.of(
            "js", new MediaType("text", "javascript", StandardCharsets.UTF_8),
            "css", new MediaType("text", "css", StandardCharsets.UTF_8),
            "svg", new MediaType("image", "svg+xml"),
            "woff2", new MediaType("font", "woff2"));

    private final PanelFiles files;
    private final JiraAdministrators administrators;

    PagesController(PanelFiles files, JiraAdministrators administrators) {
        this.files = files;
        this.administrators = administrators;
    }

    /** The administrators' page; 403 for others and 503 when Jira does not say, with a page that tells so. */
    @GetMapping(path = OpenedInSite.PATH + "admin", produces = MediaType.TEXT_HTML_VALUE)
    @OpenedInSite
    ResponseEntity<String> admin(Caller caller, HttpServletResponse response) {
        try {
            return administrators.isAdministrator(caller)
                    ? page("admin", HttpStatus.OK, "", response)
                    : page("admin", HttpStatus.FORBIDDEN, "not-administrator", response);
        } catch (FailureException e) {
            if (e instanceof RetryableFailure) {
                return page("admin", HttpStatus.SERVICE_UNAVAILABLE, "unknown", response);
            }
            throw e;
        }
    }

    /** The agent's panel on a ticket. */
    @GetMapping(path = OpenedInSite.PATH + "ticket", produces = MediaType.TEXT_HTML_VALUE)
    @OpenedInSite
    ResponseEntity<String> ticket(HttpServletResponse response) {
        return page("ticket", HttpStatus.OK, "", response);
    }

    /** The customer's panel on a request in the portal. */
    @GetMapping(path = OpenedInSite.PATH + "portal", produces = MediaType.TEXT_HTML_VALUE)
    @OpenedInSite
    ResponseEntity<String> portal(HttpServletResponse response) {
        return page("portal", HttpStatus.OK, "", response);
    }

    /** A script or a style of the pages; its name has its content's hash, so it is kept for good. */
    @GetMapping(OpenedInSite.PATH + "assets/{name}")
    @Public(because = "scripts and styles are the same for everybody and hold nothing of any tenant")
    ResponseEntity<byte[]> asset(@PathVariable String name, HttpServletRequest request) {
        PanelFiles.Asset asset = files.asset(name)
                .orElseThrow(
                        () -> new Problem(HttpStatus.NOT_FOUND, "panel.no-such-file", "The panels have no such file."));
        boolean zipped =
                String.valueOf(request.getHeader(HttpHeaders.ACCEPT_ENCODING)).contains("gzip");
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(TYPES.getOrDefault(
                        name.substring(name.lastIndexOf('.') + 1), MediaType.APPLICATION_OCTET_STREAM))
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .varyBy(HttpHeaders.ACCEPT_ENCODING);
        return zipped
                ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(asset.zipped())
                : answer.body(asset.plain());
    }

    private ResponseEntity<String> page(String name, HttpStatus status, String refused, HttpServletResponse response) {
        String html = files.page(name)
                .orElseThrow(() -> new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "panel.not-built",
                        "The panels were not built with this node."));
        response.setHeader(
                FramePolicy.HEADER,
                FramePolicy.loading(String.valueOf(response.getHeader(FramePolicy.HEADER)), SOURCES));
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(html.replace(DOOR, CONNECT).replace(REFUSED, "data-refused=\"" + refused + "\""));
    }
}
