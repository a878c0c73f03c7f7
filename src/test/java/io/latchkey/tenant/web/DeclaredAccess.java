package io.latchkey.tenant.web;

import java.lang.annotation.Annotation;
import java.util.Optional;

/** Lets tests outside this package ask what an endpoint declares. */
public final class DeclaredAccess {

    private DeclaredAccess() {}

    /** What the interceptor would find. */
    public static Optional<Annotation> of(Object handler) {
        return Declarations.of(handler);
    }
}
