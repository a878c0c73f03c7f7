package io.latchkey.tenant.web;

import io.latchkey.tenant.CalledByForge;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.CalledBySite;
import io.latchkey.tenant.CalledOnArrival;
import io.latchkey.tenant.OpenedInSite;
import io.latchkey.tenant.Public;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;

/** Finds what an endpoint declares: the method's word before its class's. */
final class Declarations {

    private static final List<Class<? extends Annotation>> KINDS = List.of(
            CalledBySite.class,
            CalledByForge.class,
            CalledByPerson.class,
            CalledOnArrival.class,
            OpenedInSite.class,
            Public.class);
    private static final String OPERATORS = "org.springframework.boot.actuate.";

    /** As many as there are endpoints; looking for annotations is not something to do for each request. */
    private static final Map<Endpoint, Optional<Annotation>> FOUND = new ConcurrentHashMap<>();

    private Declarations() {}

    private record Endpoint(Class<?> controller, Method method) {}

    /** Empty when there is none, or when there is more than one in the same place. */
    static Optional<Annotation> of(Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return Optional.empty();
        }
        return FOUND.computeIfAbsent(new Endpoint(method.getBeanType(), method.getMethod()), asked -> find(method));
    }

    private static Optional<Annotation> find(HandlerMethod method) {
        if (isFrame(method)) {
            return Optional.of(FRAME);
        }
        List<? extends Annotation> own = KINDS.stream()
                .flatMap(
                        kind -> Stream.ofNullable(AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), kind)))
                .toList();
        List<? extends Annotation> found = own.isEmpty()
                ? KINDS.stream()
                        .flatMap(kind -> Stream.ofNullable(
                                AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), kind)))
                        .toList()
                : own;
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The page for errors, and the operator's endpoints, which the platform's security chain guards. */
    private static boolean isFrame(HandlerMethod method) {
        return ErrorController.class.isAssignableFrom(method.getBeanType())
                || method.getBeanType().getName().startsWith(OPERATORS);
    }

    @Public(because = "errors are answered to everybody; operators' endpoints are guarded before they are reached")
    private static final class Frame {}

    private static final Annotation FRAME = java.util.Objects.requireNonNull(Frame.class.getAnnotation(Public.class));
}
