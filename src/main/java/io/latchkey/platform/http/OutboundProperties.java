package io.latchkey.platform.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of every call that we make through Spring's clients.
 *
 * @param connectTimeout until a connection stands
 * @param callTimeout the whole call, from its start to the last byte of the answer
 * @param maxResponse the largest answer that is read
 */
@ConfigurationProperties("latchkey.outbound")
public record OutboundProperties(
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue("10MB") DataSize maxResponse) {}
