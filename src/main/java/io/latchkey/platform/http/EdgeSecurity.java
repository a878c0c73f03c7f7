package io.latchkey.platform.http;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Who may read the operator's endpoints: health (up or down) and info anybody, the details of health and the rest who
 * knows the operator's token. All other requests pass: their endpoints declare who may call them, and the doors check that declaration.
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
                                .hasRole(OperatorTokenFilter.ROLE))
                .addFilterBefore(new OperatorTokenFilter(properties), AnonymousAuthenticationFilter.class)
                .exceptionHandling(on -> on.authenticationEntryPoint(
                                (request, response, e) -> problems.write(response, tokenRequired()))
                        .accessDeniedHandler((request, response, e) -> problems.write(response, tokenRequired())));
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

    /** How long each of its filters takes is measured for nobody; whole requests are. */
    @Bean
    SecurityObservationSettings unobservedFilters() {
        return SecurityObservationSettings.noObservations();
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

    private static Problem tokenRequired() {
        return new Problem(HttpStatus.UNAUTHORIZED, "operator.token-required", "The operator's token is required.");
    }
}
