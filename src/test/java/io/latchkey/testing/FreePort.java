package io.latchkey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback. */
public final class FreePort {

    /** Systems give outgoing connections a port from 32768 on: one of those may be taken before it is listened on. */
    private static final int FROM = 20_000;

    private static final int BELOW = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /** The wanted port when nobody listens on it, else any free one. */
    public static int preferably(int wanted) {
        try {
            return free(wanted);
        } catch (IOException taken) {
            return any();
        }
    }

    /** Any free port, which no connection of anybody's takes meanwhile. */
    public static int any() {
        IOException last = new IOException("no port was tried");
        for (int i = 0; i < TRIES; i++) {
            try {
                return free(ThreadLocalRandom.current().nextInt(FROM, BELOW));
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw new UncheckedIOException("of " + TRIES + " ports from " + FROM + " to " + BELOW + " none is free", last);
    }

    private static int free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
