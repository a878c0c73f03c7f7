package io.latchkey.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.context.event.EventListener;

/** What packages below are told was parked. */
final class Parked {

    final List<RunParked> runs = Collections.synchronizedList(new ArrayList<>());
    final List<LookParked> looks = Collections.synchronizedList(new ArrayList<>());

    @EventListener
    void on(RunParked event) {
        runs.add(event);
    }

    @EventListener
    void on(LookParked event) {
        looks.add(event);
    }
}
