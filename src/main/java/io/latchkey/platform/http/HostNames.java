package io.latchkey.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks names of hosts up; the machine's own resolver, unless a test brings another one. */
@FunctionalInterface
public interface HostNames {

    /** All addresses of a host; of an address that is written out, itself. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
