package io.latchkey.bench;

import io.latchkey.faults.vendors.Ask;
import io.latchkey.faults.vendors.MemoryJira;
import io.latchkey.faults.vendors.MemoryOkta;
import io.latchkey.faults.vendors.Reply;
import io.latchkey.platform.TenantId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Both vendors in memory, a site and an org for each customer, with limits that nobody reaches. A request that is asked for
 * was raised and approved a moment ago, whatever its number.
 */
final class MemoryVendors {

    private static final Pattern REQUEST = Pattern.compile("/(?:issue|request)/([0-9]+)(/.*)?");
    private static final String PLENTY = "1000000000";

    private final Map<String, Customer> customers = new ConcurrentHashMap<>();
    private final Map<String, Duration> latencies = new ConcurrentHashMap<>();
    private volatile Consumer<Call> listener = call -> {};
    private volatile BiConsumer<TenantId, String> looks = (tenant, subject) -> {};

    /**
     * A call that was answered.
     *
     * @param customer the first label of the host
     * @param request the number of the request in its path, or nothing
     * @param begun when it arrived, as {@link System#nanoTime} tells
     * @param ended when it was answered
     */
    record Call(String customer, String method, String path, String request, long begun, long ended) {}

    /** From now on each call of a customer takes so long; nothing is computed meanwhile. */
    void answerAfter(String customer, Duration time) {
        latencies.put(customer, time);
    }

    /** Hears of every call, on the thread that made it. */
    void listen(Consumer<Call> heard) {
        listener = heard;
    }

    /** Hears of every look that begins, on the thread that begins it. */
    void listenToLooks(BiConsumer<TenantId, String> heard) {
        looks = heard;
    }

    /** A look begins. */
    void begun(TenantId tenant, String subject) {
        looks.accept(tenant, subject);
    }

    /** Answers a call of the product. */
    Reply call(String method, URI uri, String authorization, byte[] body) {
        long begun = System.nanoTime();
        String customer = uri.getHost().substring(0, uri.getHost().indexOf('.'));
        boolean toJira = uri.getHost().endsWith(".atlassian.net");
        Ask ask = Ask.of(method, uri, body);
        Matcher request = REQUEST.matcher(ask.path());
        String number = toJira && request.find() ? request.group(1) : "";
        Reply reply = customers
                .computeIfAbsent(customer, absent -> new Customer())
                .answer(ask, toJira, number, authorization);
        take(begun, latencies.getOrDefault(customer, Duration.ZERO));
        listener.accept(new Call(customer, method, ask.path(), number, begun, System.nanoTime()));
        return reply;
    }

    private static void take(long begun, Duration latency) {
        long until = begun + latency.toNanos();
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static final class Customer {

        private Instant now = Instant.now();
        private final MemoryJira jira = new MemoryJira(() -> now);
        private final MemoryOkta okta = new MemoryOkta(() -> now);
        private final Set<String> raised = new HashSet<>();

        synchronized Reply answer(Ask ask, boolean toJira, String number, String authorization) {
            now = Instant.now();
            if (toJira) {
                if (!number.isEmpty() && raised.add(number)) {
                    raise(number);
                }
                return jira.answer(ask);
            }
            Reply reply = ask.path().equals("/oauth2/v1/token")
                    ? okta.token(Customers.KEY)
                    : okta.answer(ask, authorization.replaceFirst("^Bearer ", ""));
            return limited(reply);
        }

        private void raise(String number) {
            Instant asked = now;
            now = asked.minusSeconds(60);
            MemoryJira.Issue issue = jira.raise(number, "Nora", "Newcomer", "nora" + number + "@example.com");
            now = asked.minusMillis(100);
            jira.approve(issue, MemoryJira.APPROVER);
            now = asked;
        }

        private static Reply limited(Reply reply) {
            long reset = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) + 60;
            return new Reply(
                    reply.status(),
                    Map.of(
                            "X-Rate-Limit-Limit", PLENTY,
                            "X-Rate-Limit-Remaining", PLENTY,
                            "X-Rate-Limit-Reset", String.valueOf(reset)),
                    reply.body());
        }
    }
}
