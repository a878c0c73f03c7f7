package io.latchkey.platform.http;

import jakarta.servlet.DispatcherType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Who may read the operator's endpoints: health and info anybody, the rest who knows the operator's token. All other
 * requests pass: their endpoints declare who may call them, and the doors check that declaration.
 */
@Configuration(proxyBeanMethods = false)
class EdgeSecurity {

    @Bean
    @Order(0)
    SecurityFilterChain operatorEndpoints(HttpSecurity http, EdgeProperties properties, ProblemWriter problems)
            throws Exception {
        http.securityMatcher(EndpointRequest.toAnyEndpoint());
        stripped(http)
                .authorizeHttpRequests(
                        rules -> rules.requestMatchers(EndpointRequest.to(HealthEndpoint.class, InfoEndpoint.class))
                                .permitAll()
                                .anyRequest()
                                .access(operator(properties)));
        http.exceptionHandling(on -> on.authenticationEntryPoint((request, response, e) -> problems.write(
                response,
                new Problem(HttpStatus.UNAUTHORIZED, "operator.token-required", "The operator's token is required."))));
        return http.build();
    }

    @Bean
    @Order(10)
    SecurityFilterChain everythingElse(HttpSecurity http) throws Exception {
        stripped(http)
                .authorizeHttpRequests(
                        rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .anyRequest()
                                .permitAll());
        return http.build();
    }

    /** No session, no form, no password, and no headers: those are written before this chain. */
    private static HttpSecurity stripped(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static AuthorizationManager<RequestAuthorizationContext> operator(EdgeProperties properties) {
        return (authentication, context) -> new AuthorizationDecision(
                presents(properties.operatorToken(), context.getRequest().getHeader(HttpHeaders.AUTHORIZATION)));
    }

    private static boolean presents(
            @org.jspecify.annotations.Nullable String token, @org.jspecify.annotations.Nullable String header) {
        return token != null
                && !token.isBlank()
                && header != null
                && MessageDigest.isEqual(
                        ("Bearer " + token).getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
    }
}
