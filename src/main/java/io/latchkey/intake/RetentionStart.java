package io.latchkey.intake;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the timer that forgets when a node starts; starting it again changes nothing. */
@Component
class RetentionStart {

    private final Scheduler scheduler;
    private final RecurringTask<Void> task;
    private final Clock clock;

    RetentionStart(Scheduler scheduler, RecurringTask<Void> retentionTask, Clock clock) {
        this.scheduler = scheduler;
        this.task = retentionTask;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void onStart() {
        task.onStartup(scheduler, clock::instant);
    }
}
