package io.latchkey.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * HTTP as bytes on a socket, so that a test can send what no client library would. Each request has a connection of its own,
 * which is closed for writing behind it.
 */
final class Wire {

    private static final int PATIENCE_MILLIS = 20_000;

    private Wire() {}

    /**
     * An answer.
     *
     * @param status 0 when the server closed the connection without one
     * @param headers with names in lower case
     * @param body without the framing of chunks
     */
    record Answer(int status, Map<String, List<String>> headers, String body) {

        /** The first value of a header, or nothing. */
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of(""))
                    .get(0);
        }

        boolean isProblem() {
            return header("content-type").startsWith("application/problem+json");
        }
    }

    /** A request that is being written. */
    static final class Request {

        private final String line;
        private final List<String> headers = new ArrayList<>();
        private byte[] body = new byte[0];

        Request(String method, String target) {
            this.line = method + " " + target + " HTTP/1.1";
        }

        Request header(String name, String value) {
            headers.add(name + ": " + value);
            return this;
        }

        /** With its true length. */
        Request body(byte[] content) {
            body = content;
            return header("Content-Length", String.valueOf(content.length));
        }

        Request json(String content) {
            return header("Content-Type", "application/json").body(content.getBytes(StandardCharsets.UTF_8));
        }

        /** As it is, whatever the headers say of it. */
        Request raw(byte[] content) {
            body = content;
            return this;
        }

        Answer send(URI server) {
            var head = new StringBuilder(line).append("\r\n");
            if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
                head.append("Host: ").append(server.getAuthority()).append("\r\n");
            }
            headers.forEach(header -> head.append(header).append("\r\n"));
            head.append("Connection: close\r\n\r\n");
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(body);
            return Wire.send(server, bytes.toByteArray(), line.startsWith("HEAD "));
        }
    }

    static Request request(String method, String target) {
        return new Request(method, target);
    }

    /** Sends exactly these bytes. */
    static Answer send(URI server, byte[] request) {
        return send(server, request, false);
    }

    private static Answer send(URI server, byte[] request, boolean headOnly) {
        var received = new ByteArrayOutputStream();
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException refusedBeforeItWasRead) {
                // The server answers and closes while a large body is still on its way; the answer may be there all the
                // same.
            }
            readAll(socket, received);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parse(received.toByteArray(), headOnly);
    }

    private static void readAll(Socket socket, ByteArrayOutputStream received) throws IOException {
        try {
            socket.getInputStream().transferTo(received);
        } catch (SocketException reset) {
            // What arrived before the connection was reset is the answer.
        }
    }

    private static Answer parse(byte[] bytes, boolean headOnly) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        while (end >= 0 && text.startsWith("HTTP/1.1 100")) {
            text = text.substring(end + 4);
            end = text.indexOf("\r\n\r\n");
        }
        if (end < 0) {
            return new Answer(0, Map.of(), text);
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        String rest = headOnly ? "" : text.substring(end + 4);
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        byte[] body = (chunked ? joined(rest) : rest).getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String joined(String chunks) {
        var joined = new StringBuilder();
        int at = 0;
        while (at < chunks.length()) {
            int line = chunks.indexOf("\r\n", at);
            int length =
                    line < 0 ? 0 : Integer.parseInt(chunks.substring(at, line).strip(), 16);
            if (length == 0) {
                break;
            }
            joined.append(chunks, line + 2, Math.min(chunks.length(), line + 2 + length));
            at = line + 2 + length + 2;
        }
        return joined.toString();
    }
}
