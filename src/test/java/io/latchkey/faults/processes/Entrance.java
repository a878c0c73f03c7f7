package io.latchkey.faults.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The one address of all nodes: hands each connection to the next node that serves; to nobody when there is none. */
final class Entrance implements AutoCloseable {

    private final ServerSocket listening;
    private final Supplier<List<Node>> nodes;
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        var thread = new Thread(runnable, "entrance");
        thread.setDaemon(true);
        return thread;
    });

    Entrance(Supplier<List<Node>> nodes) {
        this.nodes = nodes;
        try {
            this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
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

    private void connect(Socket outside) {
        List<Node> serving = nodes.get().stream().filter(Node::isServing).toList();
        if (serving.isEmpty()) {
            end(outside);
            return;
        }
        Node node = serving.get(Math.floorMod(turn.getAndIncrement(), serving.size()));
        var inside = new Socket();
        try {
            inside.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), 1_000);
        } catch (IOException refused) {
            end(outside);
            end(inside);
            return;
        }
        threads.execute(() -> pass(outside, inside));
        pass(inside, outside);
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // One end has gone, so the other goes as well.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
