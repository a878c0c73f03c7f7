package io.latchkey.testing;

import com.sun.net.httpserver.HttpServer;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.JiraSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Atlassian has one address for the keys of all sites; here each site has its own. */
public final class InstallKeysOfSites implements AutoCloseable {

    private final HttpServer server;
    private volatile List<JiraSite> sites = List.of();

    /** Listens, and knows no site yet. */
    public InstallKeysOfSites() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            String pem = pem(exchange.getRequestURI().getPath());
            byte[] body = pem.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(pem.isEmpty() ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Answers from now on for these. */
    public void of(List<JiraSite> known) {
        sites = List.copyOf(known);
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private String pem(String path) {
        return sites.stream()
                .map(site -> Http.at(site.uri()).send("GET", "/sandbox/install-keys" + path, null))
                .filter(answer -> answer.statusCode() == 200)
                .map(HttpResponse::body)
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
