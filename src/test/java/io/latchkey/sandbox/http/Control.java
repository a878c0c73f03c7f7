package io.latchkey.sandbox.http;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The part of the control API that every vendor of the sandbox has: clock, traffic, faults and rules under
 * {@code /sandbox}. What it refuses answers 400 with {@code {"error": sentence}}.
 */
public final class Control {

    private final Supplier<Traffic> traffic;
    private final Supplier<Faults> faults;
    private final SandboxClock clock;
    private final Rules rules;

    private Control(Supplier<Traffic> traffic, Supplier<Faults> faults, SandboxClock clock, Rules rules) {
        this.traffic = traffic;
        this.faults = faults;
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * The routes.
     *
     * @param traffic asked at each request, since a server knows its traffic only once it has started
     * @param faults asked at each request, for the same reason
     */
    public static RouterFunction<ServerResponse> routes(
            Supplier<Traffic> traffic, Supplier<Faults> faults, SandboxClock clock, Rules rules) {
        var control = new Control(traffic, faults, clock, rules);
        return route().GET("/sandbox/clock", request -> control.clock())
                .POST("/sandbox/clock", control::moveClock)
                .GET("/sandbox/traffic", control::listTraffic)
                .DELETE("/sandbox/traffic", request -> control.forgetTraffic())
                .GET("/sandbox/faults", request -> control.listFaults())
                .POST("/sandbox/faults", control::orderFault)
                .DELETE("/sandbox/faults", request -> control.withdrawFaults())
                .GET("/sandbox/rules", request -> json(control.rules.all()))
                .PUT("/sandbox/rules/{name}", control::changeRule)
                .onError(IllegalArgumentException.class, (e, request) -> refusal(e))
                .build();
    }

    /** A JSON answer with status 200. */
    public static ServerResponse json(Object body) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }

    /** The 400 answer to a control request that cannot be done, with the exception's message as its sentence. */
    public static ServerResponse refusal(Throwable why) {
        return ServerResponse.badRequest()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("error", String.valueOf(why.getMessage())));
    }

    private ServerResponse clock() {
        return json(Map.of("now", clock.instant().toString()));
    }

    private ServerResponse moveClock(ServerRequest request) throws ServletException, IOException {
        JsonNode seconds = request.body(JsonNode.class).path("advanceSeconds");
        if (!seconds.isIntegralNumber()) {
            throw new IllegalArgumentException("advanceSeconds must be a whole number of seconds");
        }
        clock.advance(Duration.ofSeconds(seconds.longValue()));
        return clock();
    }

    private ServerResponse listTraffic(ServerRequest request) {
        Pattern path = Pattern.compile(request.param("path").orElse(".*"));
        return json(
                traffic.get().matching(exchange -> path.matcher(exchange.path()).matches()).stream()
                        .map(Control::document)
                        .toList());
    }

    private ServerResponse forgetTraffic() {
        traffic.get().clear();
        return ServerResponse.noContent().build();
    }

    private ServerResponse listFaults() {
        return json(faults.get().left().stream().map(FaultDocument::write).toList());
    }

    private ServerResponse orderFault(ServerRequest request) throws ServletException, IOException {
        Fault fault = FaultDocument.read(request.body(JsonNode.class));
        faults.get().order(fault);
        return json(FaultDocument.write(fault));
    }

    private ServerResponse withdrawFaults() {
        faults.get().clear();
        return ServerResponse.noContent().build();
    }

    private ServerResponse changeRule(ServerRequest request) throws ServletException, IOException {
        JsonNode body = request.body(JsonNode.class);
        return json(rules.set(request.pathVariable("name"), body.path("value")));
    }

    private static Map<String, Object> document(Exchange exchange) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("vendor", exchange.vendor());
        document.put("at", exchange.at().toString());
        document.put("method", exchange.method());
        document.put("path", exchange.path());
        document.put("query", exchange.query());
        document.put("status", exchange.status());
        document.put("millis", exchange.millis());
        document.put("requestHeaders", plain(exchange.requestHeaders()));
        document.put("requestBody", exchange.requestText());
        document.put("responseHeaders", plain(exchange.responseHeaders()));
        document.put("responseBody", exchange.responseText());
        return document;
    }

    private static Map<String, List<String>> plain(Map<String, List<String>> headers) {
        return new LinkedHashMap<>(headers);
    }
}
