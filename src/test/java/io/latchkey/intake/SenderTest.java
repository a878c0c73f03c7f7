package io.latchkey.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.http.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {

    private static final List<AddressRange> EVERYWHERE = Stream.of("0.0.0.0/0", "::/0")
            .flatMap(text -> AddressRange.parse(text).stream())
            .toList();

    @ParameterizedTest
    @CsvSource({
        "198.51.100.9, 198.51.100.9",
        "198.51.100.9:4711, 198.51.100.9",
        "' 198.51.100.9 ', 198.51.100.9",
        "2001:db8::9, 2001:db8:0:0:0:0:0:9",
        "[2001:db8::9], 2001:db8:0:0:0:0:0:9",
        "[2001:db8::9]:4711, 2001:db8:0:0:0:0:0:9",
        "fe80::9%eth0, fe80:0:0:0:0:0:0:9",
        "::ffff:198.51.100.9, 198.51.100.9"
    })
    void readsAddressesWithoutPortAndZone(String text, String address) {
        assertThat(Sender.of(text).address()).map(InetAddress::getHostAddress).hasValue(address);
    }

    /** Also what a resolver would know, or read as a number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "_hidden",
                "localhost",
                "localhost:80",
                "999.1.1.1",
                "1.2.3",
                "2130706433",
                "0x7f000001",
                "198.51.100.9:",
                "198.51.100.9:x",
                "198.51.100.0/24",
                "[198.51.100.9",
                "[]",
                "[]:1",
                ":",
                ":::::",
                "[2001:db8::9]x",
                "2001:db8::9]:1",
                "::ffff:999.1.1.1"
            })
    void knowsNobodyByAnythingElse(String text) {
        var sender = Sender.of(text);

        assertThat(sender.address()).isEmpty();
        assertThat(sender.isIn(EVERYWHERE)).isFalse();
        assertThat(sender.network()).isEqualTo(Sender.of("unknown").network());
    }

    @Test
    void whoeverHasOneIpv6AddressHasItsNetwork() {
        assertThat(Sender.of("2001:db8::9").network())
                .isEqualTo(Sender.of("[2001:db8::ffff:1]:1").network())
                .isNotEqualTo(Sender.of("2001:db8:0:1::9").network());
    }
}
