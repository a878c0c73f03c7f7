package io.latchkey.platform.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's HTTP/1.1, which does not keep what it has read. Its own keeps up to two hundred used buffers with what was in
 * them last, and Jira announces a comment that delivers a password with that comment in the body. Tomcat makes it by its
 * name, so it is public.
 */
public final class ForgetfulHttp11 extends Http11NioProtocol {

    @Override
    protected Processor createProcessor() {
        return new Forgetful(this);
    }

    private static final class Forgetful extends Http11Processor {

        Forgetful(AbstractHttp11Protocol<?> protocol) {
            super(protocol, protocol.getAdapter());
        }

        @Override
        public SocketState process(SocketWrapperBase<?> socket, SocketEvent event) throws java.io.IOException {
            SocketState state = SocketState.CLOSED;
            try {
                state = super.process(socket, event);
                return state;
            } finally {
                if (state == SocketState.OPEN || state == SocketState.CLOSED) {
                    // All that came has been read; a request that has only begun to come is LONG.
                    forget();
                }
            }
        }

        private void forget() {
            if (request.getInputBuffer() instanceof ApplicationBufferHandler input) {
                ByteBuffer read = input.getByteBuffer();
                if (read != null && read.hasArray()) {
                    Arrays.fill(read.array(), (byte) 0);
                }
            }
        }
    }
}
