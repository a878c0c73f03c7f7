package io.latchkey.intake;

import io.latchkey.jira.RequestAccess;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The numeric id of an issue that a signal names by its key. Jira is asked, and not waited for longer than {@link #LONGEST}:
 * whoever signals waits five seconds.
 */
@Component
class NamedIssues implements DisposableBean {

    /** Beside what is left for storing the signal. */
    static final Duration LONGEST = Duration.ofMillis(3_500);

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}-[0-9]{1,18}");

    /** When all of them wait for Jira, one more would only wait, too. */
    private static final int AT_ONCE = 16;

    /** Of them for one tenant: a Jira that is silent holds up its own rules alone. */
    static final int AT_ONCE_FOR_ONE = 4;

    private final RequestAccess requests;
    private final Map<TenantId, Integer> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor asking =
            new ThreadPoolExecutor(0, AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), NamedIssues::thread);

    NamedIssues(RequestAccess requests) {
        this.requests = requests;
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "named-issues");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The id of the issue of this id or key. Never called inside a transaction.
     *
     * @throws Problem 400 when it is neither, 404 when the site shows the app no such issue, 503 when Jira does not answer in
     *     time
     */
    String idOf(TenantId tenant, String idOrKey) {
        if (ID.matcher(idOrKey).matches()) {
            return idOrKey;
        }
        if (!KEY.matcher(idOrKey).matches()) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "signal.issue-key",
                    "The input \"issueKey\" must be the key of a work item, for example {{issue.key}}.");
        }
        return ask(tenant, idOrKey)
                .map(RequestAccess.Ticket::issueId)
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "signal.issue-unknown",
                        "The app sees no work item of this key; it may lack the permission Browse Projects."));
    }

    private Optional<RequestAccess.Ticket> ask(TenantId tenant, String key) {
        if (!enter(tenant)) {
            throw silent();
        }
        var asked = new FutureTask<>(() -> requests.ticket(tenant, key));
        try {
            // The place is free once Jira's answer or its time limit has come, not when nobody waits for it any more.
            asking.execute(() -> {
                try {
                    asked.run();
                } finally {
                    leave(tenant);
                }
            });
        } catch (RejectedExecutionException e) {
            leave(tenant);
            throw silent();
        }
        try {
            return asked.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw silent();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("asking for an issue failed", e.getCause());
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw silent();
        }
    }

    private boolean enter(TenantId tenant) {
        boolean entered = underWay.merge(tenant, 1, Integer::sum) <= AT_ONCE_FOR_ONE;
        if (!entered) {
            leave(tenant);
        }
        return entered;
    }

    private void leave(TenantId tenant) {
        underWay.merge(tenant, -1, Integer::sum);
        underWay.remove(tenant, 0);
    }

    private static Problem silent() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "signal.jira-silent",
                "Jira did not say in time which work item this is; nothing was stored. Approved requests are found without"
                        + " this, later.");
    }

    @Override
    public void destroy() {
        asking.shutdownNow();
    }
}
