package io.latchkey.faults;

import io.latchkey.faults.Fault.Point;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

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

    /** Up to five at any points, as this seed has it. */
    static Plan wild(Random chance) {
        Set<Integer> struck = new HashSet<>();
        int many = chance.nextInt(6);
        for (int i = 0; i < many; i++) {
            struck.add(chance.nextInt(chance.nextInt(4) == 0 ? 200 : 70));
        }
        return new Plan() {
            @Override
            public Optional<Fault> at(int number, Point point, Random random) {
                if (!struck.contains(number)) {
                    return Optional.empty();
                }
                List<Fault> possible = Fault.at(point);
                return Optional.of(possible.get(random.nextInt(possible.size())));
            }

            @Override
            public boolean isWild() {
                return true;
            }

            @Override
            public String toString() {
                return "wild " + struck;
            }
        };
    }
}
