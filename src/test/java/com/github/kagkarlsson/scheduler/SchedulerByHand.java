package com.github.kagkarlsson.scheduler;

/** Lets a scheduler that was never started do what its threads would do, one after the other and when it is told to. */
public final class SchedulerByHand {

    private SchedulerByHand() {}

    /** Polls once, and runs what is due as far as its threads go. */
    public static void executeDue(Scheduler scheduler) {
        scheduler.executeDue();
    }

    /** Looks for executions of nodes whose heartbeats are missing. */
    public static void detectDead(Scheduler scheduler) {
        scheduler.detectDeadExecutions();
    }

    /** Says that what it runs is alive. */
    public static void heartbeat(Scheduler scheduler) {
        scheduler.updateHeartbeats();
    }
}
