package io.latchkey.faults.processes;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The one address of all nodes: hands each connection to the next node that serves; to nobody when there is none. */
final class Entrance extends Relay {

    private final Supplier<List<Node>> nodes;
    private final AtomicInteger turn = new AtomicInteger();

    Entrance(Supplier<List<Node>> nodes) {
        super("entrance");
        this.nodes = nodes;
        open();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    void connect(Socket outside) {
        List<Node> serving = nodes.get().stream().filter(Node::isServing).toList();
        if (serving.isEmpty()) {
            end(outside);
            return;
        }
        Node node = serving.get(Math.floorMod(turn.getAndIncrement(), serving.size()));
        var inside = new Socket();
        if (reach(inside, node.port(), 1_000, outside)) {
            execute(() -> pass(outside, inside));
            pass(inside, outside);
        }
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
}
