package io.latchkey;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The product: one jar, many equal nodes, one PostgreSQL. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Latchkey {

    /**
     * Starts a node.
     *
     * @param arguments Spring Boot's command line
     */
    public static void main(String[] arguments) {
        SpringApplication.run(Latchkey.class, arguments);
    }
}
