package io.latchkey.tenant.forge;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * An answer to a page through Forge. Documented: Forge takes {@code application/json} only, and anything else is no answer to
 * the page; our refusals are {@code application/problem+json}.
 */
final class PageResponse extends HttpServletResponseWrapper {

    PageResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void setContentType(@Nullable String type) {
        super.setContentType(plain(type));
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        super.setHeader(name, isType(name) ? plain(value) : value);
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        super.addHeader(name, isType(name) ? plain(value) : value);
    }

    private static boolean isType(String name) {
        return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name);
    }

    private static @Nullable String plain(@Nullable String type) {
        return type != null && type.startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE)
                ? MediaType.APPLICATION_JSON_VALUE
                : type;
    }
}
