package io.latchkey.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A dump of what a JVM holds in memory, searched for secrets as it is: whatever holds one, it is in the file. */
final class HeapDump {

    private static final int PAIRS = 1 << 16;

    private record Needle(String name, byte[] bytes) {

        boolean isAt(MappedByteBuffer heap, int offset) {
            if (offset + bytes.length > heap.limit()) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (heap.get(offset + i) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private HeapDump() {}

    /** What is found of them, in words; empty when there is nothing. */
    static Set<String> find(Path file, List<Canary> canaries) {
        List<List<Needle>> byPair = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            byPair.add(List.of());
        }
        for (int number = 0; number < canaries.size(); number++) {
            String password = "password " + (number + 1) + " of " + canaries.size();
            canaries.get(number).inMemory().forEach((form, bytes) -> {
                int pair = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
                List<Needle> more = new ArrayList<>(byPair.get(pair));
                more.add(new Needle("the heap: " + password + ", " + form, bytes));
                byPair.set(pair, more);
            });
        }
        return search(file, byPair);
    }

    private static Set<String> search(Path file, List<? extends List<Needle>> byPair) {
        Set<String> found = new TreeSet<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer heap = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            int pair = heap.get(0) & 0xff;
            for (int i = 1; i < heap.limit(); i++) {
                pair = (pair << 8 | (heap.get(i) & 0xff)) & (PAIRS - 1);
                for (Needle needle : byPair.get(pair)) {
                    if (needle.isAt(heap, i - 1)) {
                        found.add(needle.name);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
