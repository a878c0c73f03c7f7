package io.latchkey.faults.processes;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One node's way to its database. Understands as much of PostgreSQL's protocol (version 3) as it takes to recognise a
 * COMMIT, and can let one have its effect and break the connection before the answer: the node cannot know its outcome.
 */
final class DatabaseGate extends Relay {

    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;
    private static final int CANCEL = 80_877_102;

    private final int server;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicInteger lost = new AtomicInteger();

    /** To the server at this port of this machine. */
    DatabaseGate(int server) {
        super("database-gate");
        this.server = server;
        open();
    }

    /** The next commit that comes this way is done, and nobody is told. */
    void loseNextCommit() {
        armed.set(true);
    }

    /** Commits whose answers were lost so far. */
    int lost() {
        return lost.get();
    }

    @Override
    void connect(Socket node) {
        var database = new Socket();
        if (!reach(database, server, 5_000, node)) {
            return;
        }
        try {
            node.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
        } catch (IOException gone) {
            end(node, database);
            return;
        }
        new Connection(node, database).run();
    }

    /** A connection from its first word to its end. */
    private final class Connection {

        private final Socket node;
        private final Socket database;
        private final Set<String> commits = new HashSet<>();
        private volatile boolean losing;

        Connection(Socket node, Socket database) {
            this.node = node;
            this.database = database;
        }

        void run() {
            execute(this::answers);
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(node.getInputStream(), 16_384));
                    DataOutputStream out =
                            new DataOutputStream(new BufferedOutputStream(database.getOutputStream(), 16_384))) {
                begin(in, out);
                while (true) {
                    byte type = in.readByte();
                    byte[] body = in.readNBytes(in.readInt() - 4);
                    losing |= commits(type, body) && armed.compareAndSet(true, false);
                    out.writeByte(type);
                    out.writeInt(body.length + 4);
                    out.write(body);
                    if (in.available() == 0) {
                        out.flush();
                    }
                }
            } catch (IOException ended) {
                // One end has gone, so the other goes as well.
            } finally {
                end(node, database);
            }
        }

        /** Before a connection is one, its messages have no type. */
        private void begin(DataInputStream in, DataOutputStream out) throws IOException {
            int code;
            do {
                byte[] body = in.readNBytes(in.readInt() - 4);
                code = ByteBuffer.wrap(body).getInt();
                out.writeInt(body.length + 4);
                out.write(body);
                out.flush();
            } while (code == SSL || code == GSS);
            if (code == CANCEL) {
                throw new IOException("nothing follows a request to cancel");
            }
        }

        private boolean commits(byte type, byte[] body) {
            switch (type) {
                case 'P' -> {
                    String name = text(body, 0);
                    boolean isCommit = isCommit(text(body, name.length() + 1));
                    if (isCommit) {
                        commits.add(name);
                    } else {
                        commits.remove(name);
                    }
                    return false;
                }
                case 'B' -> {
                    String portal = text(body, 0);
                    return commits.contains(text(body, portal.length() + 1));
                }
                case 'Q' -> {
                    return isCommit(text(body, 0));
                }
                default -> {
                    return false;
                }
            }
        }

        private static boolean isCommit(String sql) {
            return sql.strip().equalsIgnoreCase("commit");
        }

        /** A name or a statement; the lengths of those that matter here are those of their bytes. */
        private static String text(byte[] body, int from) {
            int end = from;
            while (end < body.length && body[end] != 0) {
                end++;
            }
            return new String(body, from, end - from, StandardCharsets.ISO_8859_1);
        }

        private void answers() {
            byte[] some = new byte[16_384];
            try (InputStream in = database.getInputStream();
                    OutputStream out = node.getOutputStream()) {
                for (int many = in.read(some); many >= 0; many = in.read(some)) {
                    if (losing) {
                        // The driver waits for each answer before it goes on, so this is the commit's.
                        lost.incrementAndGet();
                        return;
                    }
                    out.write(some, 0, many);
                }
            } catch (IOException ended) {
                // One end has gone, so the other goes as well.
            } finally {
                end(node, database);
            }
        }
    }
}
