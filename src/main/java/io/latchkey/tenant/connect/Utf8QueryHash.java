package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.jwt.CanonicalHttpRequest;
import com.atlassian.connect.spring.internal.jwt.CanonicalRequestUtil;
import com.atlassian.connect.spring.internal.request.jwt.JwtQueryHashGenerator;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Hashes our own requests with their query read as UTF-8. The bare library reads it in the machine's charset, so that on
 * Java 17 under a POSIX locale every query with a letter outside ASCII is signed wrongly and answered 401.
 */
@Component
@Primary
class Utf8QueryHash extends JwtQueryHashGenerator {

    @Override
    public CanonicalHttpRequest createCanonicalHttpRequest(HttpMethod method, URI uri, String baseUrl) {
        UriComponents parts = UriComponentsBuilder.fromUri(uri).build();
        String path = CanonicalRequestUtil.getRelativePath(
                parts.getPath(), URI.create(baseUrl).getPath());
        Map<String, String[]> query = new LinkedHashMap<>();
        parts.getQueryParams().forEach((name, values) -> query.put(decoded(name), decoded(values)));
        return new Canonical(method.name(), path, query);
    }

    private static String[] decoded(List<String> values) {
        return values.stream().map(value -> value == null ? "" : decoded(value)).toArray(String[]::new);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private record Canonical(String method, String path, Map<String, String[]> query) implements CanonicalHttpRequest {

        @Override
        public String getMethod() {
            return method;
        }

        @Override
        public String getRelativePath() {
            return path;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return query;
        }
    }
}
