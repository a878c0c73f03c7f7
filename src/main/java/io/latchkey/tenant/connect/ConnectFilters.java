package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.AtlassianConnectProperties;
import com.atlassian.connect.spring.internal.auth.LifecycleURLHelper;
import io.latchkey.platform.http.ProblemWriter;
import io.latchkey.tenant.store.ConnectHosts;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ConnectFilters {

    @Bean
    FilterRegistrationBean<TokenGate> tokenGate(
            LifecycleURLHelper lifecycle,
            TokenClaims claims,
            ConnectHosts hosts,
            ProblemWriter problems,
            AtlassianConnectProperties library) {
        var registration = new FilterRegistrationBean<>(new TokenGate(lifecycle, claims, hosts, problems));
        registration.setOrder(library.getJwtFilterOrder() - 5);
        return registration;
    }
}
