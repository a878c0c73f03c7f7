package io.latchkey.faults.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A port on this machine whose connections somebody else passes on. */
abstract class Relay implements AutoCloseable {

    private final ServerSocket listening;
    private final ExecutorService threads;

    Relay(String name) {
        threads = Executors.newCachedThreadPool(runnable -> {
            var thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to accept; to be called when everything is there that {@link #connect} needs. */
    final void open() {
        threads.execute(this::accept);
    }

    /** Passes a connection on, until it ends. */
    abstract void connect(Socket outside);

    final int port() {
        return listening.getLocalPort();
    }

    final void execute(Runnable work) {
        threads.execute(work);
    }

    /** A connection to a port of this machine; empty-handed, it has ended both. */
    static boolean reach(Socket inside, int port, int millis, Socket outside) {
        try {
            inside.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            return true;
        } catch (IOException refused) {
            end(outside, inside);
            return false;
        }
    }

    static void end(Socket... sockets) {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket outside = listening.accept();
                threads.execute(() -> connect(outside));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public final void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
