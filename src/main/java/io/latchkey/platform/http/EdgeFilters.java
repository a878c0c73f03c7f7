package io.latchkey.platform.http;

import io.latchkey.platform.db.DatabaseOutage;
import java.util.List;
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

    private static final long ONE_YEAR_IN_SECONDS = 31_536_000;
    private static final int AFTER_FORWARDED_HEADERS = Ordered.HIGHEST_PRECEDENCE + 5;

    @Bean
    FilterRegistrationBean<HeaderWriterFilter> securityHeaders(FramePolicy frames, PublicUrl url) {
        List<HeaderWriter> writers = List.of(
                hsts(url),
                new XContentTypeOptionsHeaderWriter(),
                new ReferrerPolicyHeaderWriter(ReferrerPolicyHeaderWriter.ReferrerPolicy.STRICT_ORIGIN),
                new CacheControlHeadersWriter(),
                new ContentSecurityPolicyHeaderWriter(frames.standard()));
        var registration = new FilterRegistrationBean<>(new HeaderWriterFilter(writers));
        registration.setOrder(AFTER_FORWARDED_HEADERS);
        return registration;
    }

    /** A proxy that ends TLS often tells us http: what counts is the address that the world uses. */
    private static HstsHeaderWriter hsts(PublicUrl url) {
        boolean https = "https".equals(url.baseUrl().getScheme());
        return new HstsHeaderWriter(request -> https || request.isSecure(), ONE_YEAR_IN_SECONDS, false);
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit(EdgeProperties properties, ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(
                new BodyLimitFilter(properties.maxBody().toBytes(), problems));
        registration.setOrder(AFTER_FORWARDED_HEADERS + 1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<OutageFilter> outages(DatabaseOutage outage, ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new OutageFilter(outage, problems));
        registration.setOrder(AFTER_FORWARDED_HEADERS + 2);
        return registration;
    }
}
