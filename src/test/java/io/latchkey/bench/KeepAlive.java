package io.latchkey.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Clients that keep their connections and ask as fast as they are answered; as little of their own work as possible. */
final class KeepAlive {

    private KeepAlive() {}

    /**
     * How many answers per second so many clients get.
     *
     * @param expected the status of every answer; another breaks the run
     * @param request makes each request, head and body
     */
    static double perSecond(URI server, int clients, int seconds, int expected, Supplier<String> request) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long begun = System.nanoTime();
            long until = begun + TimeUnit.SECONDS.toNanos(seconds);
            List<CompletableFuture<Long>> asked = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> ask(server, until, expected, request), threads));
            }
            long answers = asked.stream().mapToLong(CompletableFuture::join).sum();
            return answers / ((System.nanoTime() - begun) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    private static long ask(URI server, long until, int expected, Supplier<String> request) {
        long answers = 0;
        while (System.nanoTime() < until) {
            answers += askOnOneConnection(server, until, expected, request);
        }
        return answers;
    }

    /** Until the server says that it closes it: Tomcat does so after a hundred requests. */
    private static long askOnOneConnection(URI server, long until, int expected, Supplier<String> request) {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            var in = new BufferedInputStream(socket.getInputStream());
            long answers = 0;
            boolean open = true;
            while (open && System.nanoTime() < until) {
                socket.getOutputStream().write(request.get().getBytes(StandardCharsets.US_ASCII));
                open = answer(in, expected);
                answers++;
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads an answer; tells whether the connection stays open. */
    private static boolean answer(InputStream in, int expected) throws IOException {
        String status = line(in);
        int length = 0;
        boolean open = true;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            }
            open &= !lower.equals("connection: close");
            chunked |= lower.equals("transfer-encoding: chunked");
        }
        String body = new String(chunked ? chunks(in) : in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 " + expected)) {
            throw new IOException("answered " + status + " " + body);
        }
        return open;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int length = size(in); length > 0; length = size(in)) {
            body.writeBytes(in.readNBytes(length));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
