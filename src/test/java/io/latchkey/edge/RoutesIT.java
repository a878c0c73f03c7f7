package io.latchkey.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.tenant.CalledByForge;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.CalledBySite;
import io.latchkey.tenant.CalledOnArrival;
import io.latchkey.tenant.OpenedInSite;
import io.latchkey.tenant.Public;
import io.latchkey.tenant.web.DeclaredAccess;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import jakarta.servlet.ServletContext;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;

/** What the product answers at all, and whom: nothing that is not on the named list, and nobody who does not say who he is. */
class RoutesIT {

    private static final RunningProduct PRODUCT = TwoSites.shared().product();

    /** An endpoint without a row in {@link Route#ALL} fails here: say there who may call it. */
    @Test
    void everyRouteIsOnTheNamedList() {
        assertThat(Route.mapped(PRODUCT.context()).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Route.ALL.stream().map(Route::toString).toList());
    }

    /** Static resources, functional routes and servlets would pass by what endpoints declare. */
    @Test
    void nothingIsServedBesideTheHandlerMethods() {
        var context = (WebApplicationContext) PRODUCT.context();
        List<String> urls = context.getBeansOfType(AbstractUrlHandlerMapping.class).values().stream()
                .map(mapping -> mapping.getHandlerMap().keySet())
                .flatMap(Collection::stream)
                .toList();
        ServletContext container = Objects.requireNonNull(context.getServletContext());

        assertThat(urls).isEmpty();
        assertThat(context.getBeansOfType(RouterFunctionMapping.class).values())
                .allSatisfy(mapping -> assertThat(mapping.getRouterFunction()).isNull());
        assertThat(container.getServletRegistrations()).containsOnlyKeys("dispatcherServlet");
    }

    static Stream<Route> closed() {
        return Route.ALL.stream().filter(route -> route.callers() != Route.Callers.EVERYBODY);
    }

    @ParameterizedTest
    @MethodSource("closed")
    void nobodyInParticularIsRefused(Route route) {
        Wire.Answer answer = route.request(route.nobodysPath()).send(PRODUCT.uri());

        // A lifecycle body is read before its token is.
        assertThat(answer.status()).as(answer.body()).isIn(400, 401);
        assertThat(answer.isProblem()).isTrue();
    }

    static Stream<Route> all() {
        return Route.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theDeclarationSaysWhatTheListSays(Route route) {
        HandlerMethod handler =
                Objects.requireNonNull(Route.mapped(PRODUCT.context()).get(route.toString()));

        Annotation declared = DeclaredAccess.of(handler).orElseThrow();

        switch (route.callers()) {
            case SITE -> assertThat(declared).isInstanceOf(CalledBySite.class);
            case FORGE -> assertThat(declared).isInstanceOf(CalledByForge.class);
            case ARRIVING_ADMINISTRATOR -> assertThat(declared).isInstanceOf(CalledOnArrival.class);
            case PERSON_IN_FRAME, ADMINISTRATOR_IN_FRAME -> assertThat(declared).isInstanceOf(OpenedInSite.class);
            case ADMINISTRATOR ->
                assertThat(declared)
                        .isInstanceOfSatisfying(
                                CalledByPerson.class,
                                person -> assertThat(person.administrator()).isTrue());
            case AGENT, CUSTOMER, RECIPIENT ->
                assertThat(declared)
                        .isInstanceOfSatisfying(
                                CalledByPerson.class,
                                person -> assertThat(person.administrator()).isFalse());
            case EVERYBODY, ATLASSIAN, AUTOMATION, OPERATOR ->
                assertThat(declared).isInstanceOf(Public.class);
        }
    }
}
