package io.latchkey.okta;

import io.latchkey.platform.http.OutboundClients;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts a transport without sockets under the real adapter, and its calls on the calling thread unless they keep theirs. */
public final class SimulatedOkta implements BeanPostProcessor {

    private final CloseableHttpClient network;
    private final boolean keepThreads;

    /** With this transport; closing it must do nothing. */
    public SimulatedOkta(CloseableHttpClient network) {
        this(network, false);
    }

    private SimulatedOkta(CloseableHttpClient network, boolean keepThreads) {
        this.network = network;
        this.keepThreads = keepThreads;
    }

    /** As the constructor, on the adapter's own threads with their time limits. */
    public static SimulatedOkta onItsThreads(CloseableHttpClient network) {
        return new SimulatedOkta(network, true);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof OktaThreads threads && !keepThreads) {
            threads.destroy();
            return new HereAndNow();
        }
        return bean instanceof OktaTransport ? new Simulated() : bean;
    }

    private final class Simulated extends OktaTransport {

        Simulated() {
            super(bounds(), new OutboundClients(OktaSandbox.addresses(1), OktaSandbox.routes(1)));
        }

        @Override
        CloseableHttpClient open() {
            return network;
        }
    }

    private static OktaProperties bounds() {
        return new OktaProperties(
                1,
                1,
                10,
                java.time.Duration.ofSeconds(8),
                java.time.Duration.ofSeconds(2),
                java.time.Duration.ofSeconds(6),
                0.5,
                java.time.Duration.ofMinutes(30),
                java.time.Duration.ofMinutes(2),
                java.time.Duration.ofMinutes(5));
    }

    /** Whoever calls is the thread that runs the call; time limits are the transport's. */
    private static final class HereAndNow extends OktaThreads {

        HereAndNow() {
            super(bounds());
        }

        @Override
        <T extends @Nullable Object> T run(Exchange exchange, Deadline deadline, Callable<T> call)
                throws ExecutionException {
            try {
                return call.call();
            } catch (Exception thrown) {
                // As an executor wraps whatever its task throws; nothing ends here.
                throw new ExecutionException(thrown);
            }
        }
    }
}
