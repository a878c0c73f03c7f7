package io.latchkey.work;

import io.latchkey.platform.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks that conclude what the test says. */
final class Looks implements LookHandler {

    static final String KIND = "test";

    final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private volatile Function<String, Conclusion> look = subject -> Optional::empty;

    void reset() {
        seen.clear();
        look = subject -> Optional::empty;
    }

    void does(Function<String, Conclusion> given) {
        look = given;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Conclusion look(TenantId tenant, String subject, Runnable beforeCall) {
        seen.add(subject);
        return look.apply(subject);
    }
}
