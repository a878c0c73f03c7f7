package io.latchkey.sandbox.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Records each exchange and lets the ordered faults strike. */
final class RecordingFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient String vendor;
    private final transient Traffic traffic;
    private final transient Faults faults;
    private final transient Supplier<Interference> interference;

    RecordingFilter(String vendor, Traffic traffic, Faults faults, Supplier<Interference> interference) {
        this.vendor = vendor;
        this.traffic = traffic;
        this.faults = faults;
        this.interference = interference;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().startsWith("/sandbox")) {
            chain.doFilter(request, response);
            return;
        }
        Instant at = Instant.now();
        long start = System.nanoTime();
        byte[] body = request.getInputStream().readNBytes(SandboxServer.MAX_BODY);
        var repeatable = new RepeatableRequest(request, body);
        var kept = new ContentCachingResponseWrapper(response);
        if (vendor.equals("jira")) {
            // Atlassian's edge names every answer so, what fails behind it included, and documents it nowhere.
            kept.setHeader("Atl-Traceid", UUID.randomUUID().toString().replace("-", ""));
        }
        Optional<Fault> fault = faults.take(request.getMethod(), request.getRequestURI());
        Interference.Ending ending = fault.isPresent()
                ? new Interference.Ending(strike(fault.get(), repeatable, kept, chain), () -> {})
                : interference.get().meet(new FilteredCall(vendor, repeatable, body, kept, chain));
        boolean cut = ending.cut();
        byte[] answer = kept.getContentAsByteArray();
        traffic.add(new Exchange(
                vendor,
                at,
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                requestHeaders(request),
                body,
                cut ? 0 : kept.getStatus(),
                responseHeaders(kept),
                answer,
                (System.nanoTime() - start) / 1_000_000));
        if (cut) {
            cut(response);
        } else {
            kept.copyBodyToResponse();
        }
        response.flushBuffer();
        ending.afterwards().run();
    }

    private static boolean strike(
            Fault struck, HttpServletRequest request, ContentCachingResponseWrapper response, FilterChain chain)
            throws IOException, ServletException {
        switch (struck.kind()) {
            case ANSWER -> answer(struck, response);
            case CUT_BEFORE -> {
                return true;
            }
            case CUT_AFTER -> {
                chain.doFilter(request, response);
                return true;
            }
            case DELAY -> {
                pause(struck);
                chain.doFilter(request, response);
            }
        }
        return false;
    }

    private static void answer(Fault fault, HttpServletResponse response) throws IOException {
        answer(fault.status(), fault.headers(), fault.body(), response);
    }

    private static void answer(
            int status, Map<String, String> headers, @Nullable String body, HttpServletResponse response)
            throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        if (body != null) {
            response.setContentType(body.startsWith("{") || body.startsWith("[") ? "application/json" : "text/html");
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void pause(Fault fault) throws ServletException {
        try {
            Thread.sleep(fault.delay().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException(e);
        }
    }

    /** Promises more bytes than it sends, so that the client sees the connection end too early. */
    private static void cut(HttpServletResponse response) throws IOException {
        response.reset();
        response.setHeader("Connection", "close");
        response.setContentLength(1_000);
        response.getOutputStream().write('{');
        response.flushBuffer();
    }

    private static Map<String, List<String>> requestHeaders(HttpServletRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
        }
        return headers;
    }

    private static Map<String, List<String>> responseHeaders(HttpServletResponse response) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String name : response.getHeaderNames()) {
            headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(response.getHeaders(name)));
        }
        return headers;
    }

    /** A call on its way through this filter. */
    private record FilteredCall(
            String vendor,
            HttpServletRequest request,
            byte[] sent,
            ContentCachingResponseWrapper response,
            FilterChain chain)
            implements Interference.Call {

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            return request.getRequestURI();
        }

        @Override
        public String query() {
            return request.getQueryString() == null ? "" : request.getQueryString();
        }

        @Override
        public String body() {
            return new String(sent, StandardCharsets.UTF_8);
        }

        @Override
        public String header(String name) {
            String value = request.getHeader(name);
            return value == null ? "" : value;
        }

        @Override
        public int callerPort() {
            return request.getRemotePort();
        }

        @Override
        public void apply() throws IOException, ServletException {
            chain.doFilter(request, response);
        }

        @Override
        public int status() {
            return response.getStatus();
        }

        @Override
        public String answer() {
            return new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
        }

        @Override
        public void answerInstead(int status, Map<String, String> headers, String body) throws IOException {
            response.reset();
            RecordingFilter.answer(status, headers, body, response);
        }
    }

    private static final class RepeatableRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        RepeatableRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Bytes(new ByteArrayInputStream(body));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Bytes extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Bytes(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the sandbox reads synchronously");
        }
    }
}
