package io.latchkey.platform.http;

/**
 * Hosts of a vendor that a package calls, each of its beans naming some: no connection is made to a host that none of them
 * names. Which of them one tenant may use is checked where its address is read.
 */
@FunctionalInterface
public interface OutboundHosts {

    /**
     * Whether it is one of them.
     *
     * @param host in lower case, without a port
     */
    boolean name(String host);
}
