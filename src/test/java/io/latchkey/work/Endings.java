package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Remembers how runs ended, and lets a run follow where the test says so. */
final class Endings implements RunListener {

    static final String KIND = "test-run";

    final List<String> completed = Collections.synchronizedList(new ArrayList<>());
    final List<String> parked = Collections.synchronizedList(new ArrayList<>());
    final List<StoppedRun> stopped = Collections.synchronizedList(new ArrayList<>());
    volatile Optional<NewRun> follow = Optional.empty();

    @Override
    public Optional<NewRun> stopped(StoppedRun run) {
        stopped.add(run);
        return follow;
    }

    void reset() {
        stopped.clear();
        completed.clear();
        parked.clear();
        follow = Optional.empty();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void completed(TenantId tenant, UUID runId, String subject) {
        completed.add(subject);
    }

    @Override
    public Optional<NewRun> parked(TenantId tenant, UUID runId, String subject, String stepKey, Failure failure) {
        parked.add(subject);
        return follow;
    }
}
