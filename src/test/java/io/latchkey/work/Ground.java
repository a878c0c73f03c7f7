package io.latchkey.work;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** Work and what it stands on, with steps, looks and endings that a test commands. */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    DbSchedulerAutoConfiguration.class
})
@ComponentScan(
        basePackages = {
            "io.latchkey.platform.crypto",
            "io.latchkey.platform.db",
            "io.latchkey.platform.time",
            "io.latchkey.audit",
            "io.latchkey.work"
        },
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"),
            // Nobody installs anything here.
            @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = TenantTimers.class)
        })
@ConfigurationPropertiesScan({"io.latchkey.platform.crypto", "io.latchkey.audit", "io.latchkey.work"})
class Ground {

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    Steps steps() {
        return new Steps();
    }

    @Bean
    StepHandler a(Steps steps) {
        return steps.handler("a");
    }

    @Bean
    StepHandler b(Steps steps) {
        return steps.handler("b");
    }

    @Bean
    StepHandler c(Steps steps) {
        return steps.handler("c");
    }

    @Bean
    Looks looks() {
        return new Looks();
    }

    @Bean
    Endings endings() {
        return new Endings();
    }

    @Bean
    Consents consents() {
        return new Consents();
    }

    @Bean
    Gates gates() {
        return new Gates();
    }

    @Bean
    Parked parked() {
        return new Parked();
    }
}
