package io.latchkey.platform.json;

import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The mapper of the HTTP edge, which keeps nothing either: an answer may hold a new token. */
@Configuration(proxyBeanMethods = false)
class EdgeMapper {

    @Bean
    Jackson2ObjectMapperBuilderCustomizer keepsNothing() {
        return builder -> builder.postConfigurer(Mappers::keepNothing);
    }
}
