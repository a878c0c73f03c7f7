package io.latchkey.tenant.forge;

import com.atlassian.connect.spring.internal.AtlassianConnectProperties;
import io.latchkey.platform.http.ProblemWriter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ForgeFilters {

    /** In the place of the library's filter, which is taken out. */
    @Bean
    FilterRegistrationBean<InvocationGate> invocationGate(
            Invocations invocations, ProblemWriter problems, AtlassianConnectProperties library) {
        var registration = new FilterRegistrationBean<>(new InvocationGate(invocations, problems));
        registration.setOrder(library.getForgeFilterOrder());
        return registration;
    }
}
