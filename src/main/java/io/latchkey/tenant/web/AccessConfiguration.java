package io.latchkey.tenant.web;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.forge.Invocation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** Puts the access check before every handler mapping, and gives controllers their {@link Caller}. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration implements WebMvcConfigurer {

    /** A mapped interceptor is found by every handler mapping, also by those that others bring. */
    @Bean
    static MappedInterceptor access(AccessInterceptor interceptor) {
        return new MappedInterceptor(null, interceptor);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Recognised<>(Caller.class, AccessInterceptor::caller));
        resolvers.add(new Recognised<>(Invocation.class, Invocation::of));
    }

    /** What the access check has found out about a request, as a parameter of its endpoint. */
    private record Recognised<T>(Class<T> type, Function<HttpServletRequest, Optional<T>> found)
            implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == type;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return Optional.ofNullable(request.getNativeRequest(HttpServletRequest.class))
                    .flatMap(found)
                    .orElseThrow(
                            () -> new Problem(HttpStatus.UNAUTHORIZED, "caller.unknown", "Nobody was recognised."));
        }
    }
}
