package io.latchkey.rollout;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which webhooks may be called, and how.
 *
 * @param webhookHosts names of hosts in lower case; {@code *.example.com} stands for every name below example.com and not
 *     for example.com itself. Without any, no webhook can be called
 * @param connectTimeout until a connection stands
 * @param callTimeout the whole call, from its start to its end
 * @param callsPerTenant calls of one tenant that are under way on this node at once
 * @param calls calls that are under way on this node at once; others wait without holding a thread
 * @param longestOverlap how long an old secret may go on signing beside a new one
 */
@ConfigurationProperties("latchkey.rollout")
public record RolloutProperties(
        @DefaultValue List<String> webhookHosts,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue("2") int callsPerTenant,
        @DefaultValue("8") int calls,
        @DefaultValue("7d") Duration longestOverlap) {

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /** A name of at least two labels whose last is no number, so that no address passes for one. */
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?(" + LABEL + "\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Copies the list, and refuses what is no name of a host, or would let calls go to half the world. */
    public RolloutProperties {
        webhookHosts = webhookHosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .toList();
        webhookHosts.stream()
                .filter(host -> !HOST.matcher(host).matches())
                .findFirst()
                .ifPresent(host -> {
                    throw new RefusedToStart(
                            "latchkey.rollout.webhook-hosts holds \"" + host
                                    + "\"; expected the name of a host such as hooks.example.com, or *.example.com, without"
                                    + " a scheme, port or path.",
                            "Correct LATCHKEY_WEBHOOK_HOSTS, or leave it out when no webhook is to be called.");
                });
        if (callsPerTenant < 1 || calls < callsPerTenant || longestOverlap.isNegative()) {
            throw new RefusedToStart(
                    "latchkey.rollout: calls-per-tenant must be at least 1, calls no less than it, and longest-overlap not"
                            + " negative; found " + callsPerTenant + ", " + calls + " and " + longestOverlap + ".",
                    "Leave them out, or set them so.");
        }
    }
}
