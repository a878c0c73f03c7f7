package io.latchkey.jira;

import io.latchkey.tenant.SiteClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Jira is called back through whichever door its tenant has open. */
@Configuration(proxyBeanMethods = false)
class SiteConfiguration {

    @Bean
    SiteHttp siteHttp(SiteClients clients) {
        return clients::asApp;
    }
}
