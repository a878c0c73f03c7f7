package io.latchkey.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Container;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * What Tomcat answers by itself, before any filter: requests that are no HTTP. It gets the same form and the same security
 * headers as everything else; Tomcat's own page is HTML without any.
 */
final class BareAnswers extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(BareAnswers.class);

    private final ObjectMapper json;
    private final String framePolicy;
    private final boolean https;

    BareAnswers(ObjectMapper json, FramePolicy frames, PublicUrl url) {
        this.json = json;
        this.framePolicy = frames.standard();
        this.https = "https".equals(url.baseUrl().getScheme());
    }

    /** Takes the place of the host's own page. */
    void answerFor(Container host) {
        if (host instanceof StandardHost own) {
            own.setErrorReportValveClass(BareAnswers.class.getName());
        }
        host.getPipeline().addValve(this);
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < 400
                || response.getContentWritten() > 0
                || !mayWrite(response)
                || !response.setErrorReported()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(response.getStatus());
        HttpStatus status = known == null ? HttpStatus.BAD_REQUEST : known;
        headers(response);
        try {
            byte[] body = json.writeValueAsBytes(
                    ProblemBody.of(status, StatusCodes.codeOf(status), StatusCodes.sentenceOf(status)));
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            LOG.debug(
                    "a request that is no HTTP could not be answered: {}",
                    e.getClass().getSimpleName());
        }
    }

    private static boolean mayWrite(Response response) {
        var allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        return allowed.get();
    }

    private void headers(Response response) {
        if (https) {
            response.setHeader("Strict-Transport-Security", EdgeFilters.HSTS);
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", EdgeFilters.REFERRER_POLICY.getPolicy());
        response.setHeader(HttpHeaders.CACHE_CONTROL, EdgeFilters.NO_STORE);
        response.setHeader(FramePolicy.HEADER, framePolicy);
    }
}
