package io.latchkey.faults.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which process a connection on this machine belongs to, as Linux tells it. */
final class Sockets {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private Sockets() {}

    /** Whether the process holds the socket that is bound to this local port and connected to that remote one. */
    static boolean holds(long pid, int localPort, int remotePort) {
        return inode(localPort, remotePort)
                .filter(inode -> opens(pid, "socket:[" + inode + "]"))
                .isPresent();
    }

    private static Optional<String> inode(int localPort, int remotePort) {
        for (Path table : TABLES) {
            for (String line : lines(table)) {
                String[] columns = line.trim().split("\\s+");
                if (columns.length > 9 && port(columns[1]) == localPort && port(columns[2]) == remotePort) {
                    return Optional.of(columns[9]);
                }
            }
        }
        return Optional.empty();
    }

    private static int port(String address) {
        int colon = address.indexOf(':');
        return colon < 8 ? -1 : Integer.parseInt(address.substring(colon + 1), 16);
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean opens(long pid, String link) {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return files.anyMatch(file -> leadsTo(file, link));
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean leadsTo(Path file, String link) {
        try {
            return Files.readSymbolicLink(file).toString().equals(link);
        } catch (IOException closed) {
            return false;
        }
    }
}
