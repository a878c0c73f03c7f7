package io.latchkey.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.latchkey.platform.db.DatabaseOutage;
import java.util.List;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;

/**
 * The filters before everything else: security headers on every answer, also on those that later filters refuse, and the
 * limit of bodies. The headers are written late, so that an endpoint's own cache rule or policy stays.
 */
@Configuration(proxyBeanMethods = false)
class EdgeFilters {

    static final ReferrerPolicyHeaderWriter.ReferrerPolicy REFERRER_POLICY =
            ReferrerPolicyHeaderWriter.ReferrerPolicy.STRICT_ORIGIN;
    static final String NO_STORE = "no-cache, no-store, max-age=0, must-revalidate";

    private static final long ONE_YEAR_IN_SECONDS = 31_536_000;
    static final String HSTS = "max-age=" + ONE_YEAR_IN_SECONDS;

    private static final int HEADERS = Ordered.HIGHEST_PRECEDENCE + 5;
    private static final int AFTER_HEADERS = HEADERS + 1;

    @Bean
    FilterRegistrationBean<HeaderWriterFilter> securityHeaders(FramePolicy frames, PublicUrl url) {
        List<HeaderWriter> writers = List.of(
                hsts(url),
                new XContentTypeOptionsHeaderWriter(),
                new ReferrerPolicyHeaderWriter(REFERRER_POLICY),
                new CacheControlHeadersWriter(),
                new ContentSecurityPolicyHeaderWriter(frames.standard()));
        var registration = new FilterRegistrationBean<HeaderWriterFilter>(new ErrorsToo(writers));
        registration.setOrder(HEADERS);
        return registration;
    }

    /** A proxy that ends TLS often tells us http: what counts is the address that the world uses. */
    private static HstsHeaderWriter hsts(PublicUrl url) {
        boolean https = "https".equals(url.baseUrl().getScheme());
        return new HstsHeaderWriter(request -> https || request.isSecure(), ONE_YEAR_IN_SECONDS, false);
    }

    /** What fails before this filter, or in the container, reaches the page for errors without having passed it. */
    private static final class ErrorsToo extends HeaderWriterFilter {

        ErrorsToo(List<HeaderWriter> writers) {
            super(writers);
        }

        @Override
        protected boolean shouldNotFilterErrorDispatch() {
            return false;
        }
    }

    @Bean
    FilterRegistrationBean<OddRequestFilter> oddRequests(ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new OddRequestFilter(problems));
        registration.setOrder(AFTER_HEADERS);
        return registration;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit(EdgeProperties properties, ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(
                new BodyLimitFilter(properties.maxBody().toBytes(), problems));
        registration.setOrder(AFTER_HEADERS + 1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<OutageFilter> outages(DatabaseOutage outage, ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new OutageFilter(outage, problems));
        registration.setOrder(AFTER_HEADERS + 2);
        return registration;
    }

    /** What a request said is not kept behind it. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> forgetfulConnector() {
        return factory -> factory.setProtocol(ForgetfulHttp11.class.getName());
    }

    /** For what no filter sees; behind Boot's own page for errors, which then has nothing left to say. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bareAnswers(
            ObjectMapper json, FramePolicy frames, PublicUrl url) {
        return factory -> factory.addContextCustomizers(
                context -> new BareAnswers(json, frames, url).answerFor(context.getParent()));
    }
}
