package io.latchkey.tenant.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.json.Mappers;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * A document that a page sends through Forge, which hands on JSON objects only: the text is in {@code {"text": "…"}} and its
 * type in a header of ours. Whoever reads this request meets the text in its own type.
 */
final class PageRequest extends HttpServletRequestWrapper {

    static final String TYPE = "X-Latchkey-Content-Type";

    private static final Set<String> TYPES = Set.of("application/yaml", "application/json");
    private static final JsonMapper JSON =
            JsonMapper.builder(Mappers.factory().build()).build();

    private final String type;
    private final byte[] text;

    private PageRequest(HttpServletRequest request, String type, byte[] text) {
        super(request);
        this.type = type;
        this.text = text;
    }

    /**
     * Unwraps the text, if it is one.
     *
     * @throws Problem 415 for another type, 400 when there is no text
     */
    static HttpServletRequest of(HttpServletRequest request) throws IOException {
        String type = request.getHeader(TYPE);
        if (type == null) {
            return request;
        }
        if (!TYPES.contains(type)) {
            throw new Problem(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "request.unsupported-type",
                    TYPE + " must be one of application/yaml and application/json.");
        }
        return new PageRequest(request, type, text(request));
    }

    private static byte[] text(HttpServletRequest request) throws IOException {
        try {
            JsonNode text = JSON.readTree(request.getInputStream()).path("text");
            if (text.isTextual()) {
                return text.textValue().getBytes(StandardCharsets.UTF_8);
            }
        } catch (JsonProcessingException e) {
            // The cause is dropped: its message quotes the body.
            throw none();
        }
        throw none();
    }

    private static Problem none() {
        return new Problem(
                HttpStatus.BAD_REQUEST, "request.no-text", "The body must be an object with the document as \"text\".");
    }

    @Override
    public String getContentType() {
        return type;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isType(name) ? type : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isType(name) ? Collections.enumeration(List.of(type)) : super.getHeaders(name);
    }

    private static boolean isType(String name) {
        return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name);
    }

    @Override
    public String getCharacterEncoding() {
        return StandardCharsets.UTF_8.name();
    }

    @Override
    public int getContentLength() {
        return text.length;
    }

    @Override
    public long getContentLengthLong() {
        return text.length;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public ServletInputStream getInputStream() {
        var bytes = new ByteArrayInputStream(text);
        return new ServletInputStream() {

            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public int read(byte[] into, int from, int most) {
                return bytes.read(into, from, most);
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
                throw new IllegalStateException("it is there already");
            }
        };
    }
}
