package io.latchkey.faults;

import io.latchkey.faults.Fault.Point;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** Which faults strike: chosen ones at chosen points, or any at points that the seed chooses. */
interface Plan {

    /** What strikes at the point of this number. */
    Optional<Fault> at(int number, Point point, Random chance);

    /** Whether everything around the nodes misbehaves too: signals, several requests, strange requests. */
    boolean isWild();

    /** Exactly these. */
    static Plan of(Map<Integer, Fault> faults) {
        return new Plan() {
            @Override
            public Optional<Fault> at(int number, Point point, Random chance) {
                return Optional.ofNullable(faults.get(number));
            }

            @Override
            public boolean isWild() {
                return false;
            }

            @Override
            public String toString() {
                return faults.toString();
            }
        };
    }

    private static List<Fault> some(List<Fault> possible, Predicate<Fault> wanted) {
        List<Fault> some = possible.stream().filter(wanted).toList();
        return some.isEmpty() ? possible : some;
    }

    /** Up to five, mostly at calls and commits, as this seed has it. */
    static Plan wild(Random chance) {
        Map<Point, Set<Integer>> struck = new EnumMap<>(Point.class);
        int many = chance.nextInt(6);
        for (int i = 0; i < many; i++) {
            int where = chance.nextInt(20);
            Point point = where < 12 ? Point.CALL : where < 19 ? Point.WRITE : Point.READ;
            int most = chance.nextInt(4) == 0 ? 90 : 24;
            struck.computeIfAbsent(point, any -> new HashSet<>()).add(chance.nextInt(most));
        }
        Map<Point, Integer> passed = new EnumMap<>(Point.class);
        return new Plan() {
            @Override
            public Optional<Fault> at(int number, Point point, Random random) {
                int count = passed.merge(point, 1, Integer::sum) - 1;
                if (!struck.getOrDefault(point, Set.of()).contains(count)) {
                    return Optional.empty();
                }
                List<Fault> possible = Fault.at(point);
                // What leaves a change in doubt is worth more tries than what only fails, and two nodes at once most of
                // all.
                List<Fault> some = switch (random.nextInt(8)) {
                    case 0, 1 -> some(possible, Fault::overtakes);
                    case 2, 3, 4 -> some(possible, Fault::leavesDoubt);
                    default -> possible;
                };
                return Optional.of(some.get(random.nextInt(some.size())));
            }

            @Override
            public boolean isWild() {
                return true;
            }
        };
    }
}
