package io.latchkey.faults;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A stack of its own that can be left in the middle and gone on with later: a thread that runs only while whoever drives it
 * waits for it. So there is one thread of control however many of these there are.
 */
final class Fiber implements AutoCloseable {

    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final Thread thread;
    private @Nullable Runnable work;
    private @Nullable Throwable thrown;
    private boolean ended;

    Fiber(String name) {
        thread = new Thread(this::serve, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        turn.acquireUninterruptibly();
        while (!ended) {
            try {
                Runnable given = work;
                if (given != null) {
                    given.run();
                }
            } catch (Throwable e) {
                // Whatever it is, it belongs to whoever drives.
                thrown = e;
            }
            work = null;
            pause();
        }
    }

    /** Begins work; returns when it pauses or has ended. */
    void begin(Runnable given) {
        if (work != null) {
            throw new IllegalStateException(thread.getName() + " has not ended what it does");
        }
        work = given;
        resume();
    }

    /** Goes on with the work; returns when it pauses or has ended. */
    void resume() {
        turn.release();
        back.acquireUninterruptibly();
        Throwable failure = thrown;
        thrown = null;
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /** Gives the turn back, from inside the work; returns when it is gone on with. */
    void pause() {
        back.release();
        turn.acquireUninterruptibly();
    }

    /** Whether there is work that was begun and has not ended. */
    boolean isBusy() {
        return work != null;
    }

    /** Whether it is the one that runs. */
    boolean isRunning() {
        return Thread.currentThread() == thread;
    }

    /** To be called when no work is under way. */
    @Override
    public void close() {
        ended = true;
        turn.release();
    }
}
