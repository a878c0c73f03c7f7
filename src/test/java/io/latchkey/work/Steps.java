package io.latchkey.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Steps a, b and c, which do what the test says and remember what was asked of them. */
final class Steps {

    final List<String> acted = Collections.synchronizedList(new ArrayList<>());
    final List<String> looked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Function<StepContext, StepResult>> acts = new ConcurrentHashMap<>();
    private final Map<String, Intent> intents = new ConcurrentHashMap<>();
    private final Map<String, Optional<StepResult>> finds = new ConcurrentHashMap<>();

    private final Map<String, RuntimeException> refusing = new ConcurrentHashMap<>();
    private final Map<String, Runnable> whenLooked = new ConcurrentHashMap<>();
    private final Map<String, LaterLook> later = new ConcurrentHashMap<>();

    void looksLater(String name, LaterLook look) {
        later.put(name, look);
    }

    void refusesToIntend(String name, RuntimeException why) {
        refusing.put(name, why);
    }

    void onLook(String name, Runnable does) {
        whenLooked.put(name, does);
    }

    void reset() {
        later.clear();
        whenLooked.clear();
        refusing.clear();
        acted.clear();
        looked.clear();
        acts.clear();
        intents.clear();
        finds.clear();
    }

    void acts(String name, Function<StepContext, StepResult> act) {
        acts.put(name, act);
    }

    void intends(String name, Intent intent) {
        intents.put(name, intent);
    }

    void finds(String name, Optional<StepResult> found) {
        finds.put(name, found);
    }

    StepHandler handler(String name) {
        return new StepHandler() {
            @Override
            public String kind() {
                return "test." + name;
            }

            @Override
            public Intent intend(StepContext step) {
                if (refusing.containsKey(name)) {
                    throw refusing.get(name);
                }
                return intents.getOrDefault(name, Intent.plain());
            }

            @Override
            public StepResult act(StepContext step) {
                StepResult result =
                        acts.getOrDefault(name, context -> WorkTest.result()).apply(step);
                acted.add(name);
                return result;
            }

            @Override
            public Optional<LaterLook> laterLook(StepContext step) {
                return Optional.ofNullable(later.get(name));
            }

            @Override
            public Optional<StepResult> look(StepContext step) {
                looked.add(name);
                whenLooked.getOrDefault(name, () -> {}).run();
                return finds.getOrDefault(name, Optional.empty());
            }
        };
    }
}
