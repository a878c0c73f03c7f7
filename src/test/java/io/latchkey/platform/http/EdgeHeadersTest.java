package io.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** Headers that depend on the public address: behind a proxy that ends TLS, requests come as http. */
class EdgeHeadersTest {

    private static final PublicUrl URL = new PublicUrl(URI.create("https://latchkey.example.com"));
    private static final FramePolicy FRAMES =
            new FramePolicy(new EdgeProperties(DataSize.ofMegabytes(1), List.of("https://*.atlassian.net"), null));

    @Test
    void strictTransportSecurityIsSentBehindAProxyThatSaysNothing() throws Exception {
        var response = new MockHttpServletResponse();

        new EdgeFilters()
                .securityHeaders(FRAMES, URL)
                .getFilter()
                .doFilter(new MockHttpServletRequest(), response, new MockFilterChain());

        assertThat(response.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    @Test
    void whatTomcatAnswersItselfIsNoException() throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(io.latchkey.testing.Scratch.directory("bare").toString());
        tomcat.setPort(0);
        new BareAnswers(new ObjectMapper(), FRAMES, URL)
                .answerFor(tomcat.addContext("", null).getParent());
        int port = listening(tomcat);

        String answer = ask(port, "GET /|{} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        tomcat.stop();
        tomcat.destroy();

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("Strict-Transport-Security: max-age=31536000")
                .contains("frame-ancestors https://*.atlassian.net")
                .contains("application/problem+json")
                .contains("\"code\":\"request.malformed\"")
                .doesNotContain("<html", "Server:");
    }

    private static int listening(Tomcat tomcat) throws Exception {
        tomcat.getConnector();
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    private static String ask(int port, String request) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
