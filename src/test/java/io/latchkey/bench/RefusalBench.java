package io.latchkey.bench;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The processor time of Tomcat's threads for one webhook whose token names a site that is installed and is signed with another
 * secret. That it needs neither a statement nor a call is asserted in {@code TokenMatrixIT}.
 */
@Timeout(600)
class RefusalBench {

    private static final int ROUNDS = 7;
    private static final int SECONDS = 4;
    private static final int WARM_REFUSALS = 20_000;
    private static final int LONGEST_WARM_UP = 100;
    private static final String PATH = "/connect/webhooks/issue-updated";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AtomicLong sent = new AtomicLong();

    @Test
    void aForgedTokenIsRefused() {
        var findings = new Findings("refusal");
        // A virtual thread's time is not told.
        try (TestPostgres postgres = TestPostgres.onDisk();
                RunningProduct product =
                        RunningProduct.measured(postgres, Map.of("spring.threads.virtual.enabled", "false"))) {
            Instant last = Instant.now().plusSeconds(LONGEST_WARM_UP);
            while (sent.get() < WARM_REFUSALS && Instant.now().isBefore(last)) {
                refuse(product);
            }
            findings.add("refusals before anything was measured", Spread.once(sent.get()));
            List<Double> micros = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long before = tomcat();
                long already = sent.get();
                refuse(product);
                micros.add((tomcat() - before) / 1e3 / (sent.get() - already));
            }
            findings.atMost("processor time of a refused forged token, microseconds", Spread.ofRounds(micros), 150);
        }
        findings.write();
    }

    private void refuse(RunningProduct product) {
        String request = forged(product);
        KeepAlive.perSecond(product.uri(), 2, SECONDS, 401, () -> {
            sent.incrementAndGet();
            return request;
        });
    }

    /** Nanoseconds of all of Tomcat's threads; none ends in between. */
    private static long tomcat() {
        long nanos = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith("http-nio-127.0.0.1")) {
                nanos += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return nanos;
    }

    private static String forged(RunningProduct product) {
        String body = "{\"issue\":{\"id\":\"10042\"}}";
        String trueToken = product.jira().jwt(RunningProduct.APP_KEY, "POST", PATH);
        try {
            JWTClaimsSet claims = requireNonNull(SignedJWT.parse(trueToken).getJWTClaimsSet());
            var jwt = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.HS256),
                    new JWTClaimsSet.Builder(claims)
                            .expirationTime(Date.from(Instant.now().plusSeconds(180)))
                            .build());
            jwt.sign(new MACSigner("x".repeat(64)));
            return "POST " + PATH + " HTTP/1.1\r\nHost: " + product.uri().getAuthority() + "\r\nAuthorization: JWT "
                    + jwt.serialize() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
        } catch (java.text.ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
