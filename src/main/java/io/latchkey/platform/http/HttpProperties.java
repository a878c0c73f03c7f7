package io.latchkey.platform.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The outside world as the operator configured it.
 *
 * @param allowedLoopback exact {@code host:port} pairs on this machine that may be called, by http too; for the sandbox
 *     only
 */
@ConfigurationProperties("latchkey.http")
public record HttpProperties(@DefaultValue List<String> allowedLoopback) {}
