package io.latchkey.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.domain.EntityScan;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/**
 * The packages that need a database and nothing of the web, so that their tests share one small context. No
 * {@code @Configuration}: the product's own scan must not find it.
 */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    TransactionAutoConfiguration.class
})
@ComponentScan({
    "io.latchkey.platform.crypto",
    "io.latchkey.platform.db",
    "io.latchkey.platform.time",
    "io.latchkey.audit",
    "io.latchkey.recipe"
})
@ConfigurationPropertiesScan({"io.latchkey.platform.crypto", "io.latchkey.audit"})
@EntityScan("io.latchkey.recipe")
@EnableJpaRepositories("io.latchkey.recipe")
public class SettingsAndTrail {

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }
}
