package io.latchkey.tenant.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class Utf8QueryHashTest {

    private final Utf8QueryHash hashes = new Utf8QueryHash();

    @Test
    void readsTheQueryAsUtf8WhateverTheMachine() {
        var request = hashes.createCanonicalHttpRequest(
                HttpMethod.GET, URI.create("https://x.atlassian.net/a/b?q=%C3%A9&q=1&e"), "https://x.atlassian.net");

        assertThat(request.getRelativePath()).isEqualTo("/a/b");
        assertThat(request.getParameterMap().get("q")).containsExactly("\u00e9", "1");
        assertThat(request.getParameterMap().get("e")).containsExactly("");
    }
}
