package io.latchkey.okta;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Issues tokens and is over its limit otherwise, and sends no Date, as some proxies do: every server library adds one. */
final class DatelessOkta implements AutoCloseable {

    private final ServerSocket socket;
    private final long reset;

    DatelessOkta(long reset) {
        this.reset = reset;
        try {
            this.socket = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (IOException e) {
                // The client has gone, or the test is over.
                continue;
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        String first = in.readLine();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skip(length);
        boolean token = first != null && first.startsWith("POST /oauth2/v1/token");
        String body = token
                ? "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                : "{\"errorCode\":\"E0000047\"}";
        String head = "HTTP/1.1 " + (token ? "200 OK" : "429 Too Many Requests")
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nX-Rate-Limit-Limit: 600"
                + "\r\nX-Rate-Limit-Remaining: 0\r\nX-Rate-Limit-Reset: " + reset
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
        connection.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
