package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Rules;
import io.latchkey.sandbox.http.SandboxClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends changes to the apps whose descriptors subscribe to them: signed HS256 with a qsh, with Atlassian's headers, in no
 * particular order, again after 408, 409, 425, 429, 5xx, a failed connection or a timeout (documented). Every change is
 * sent, those of the app's own account too. The control API can drop, double, delay and hold them. Safe for many threads.
 */
final class Webhooks implements ChangeListener, AutoCloseable {

    /** What the control API has ordered for webhooks from now on. */
    enum Mode {
        DELIVER,
        DROP,
        HOLD
    }

    private static final Set<Integer> RETRIED = Set.of(0, 408, 409, 425, 429);
    private static final int LARGEST = 25 * 1024 * 1024;

    private final ConnectHost apps;
    private final Shapes shapes;
    private final Rules rules;
    private final SandboxClock clock;
    private final HttpClient http;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, Instant> failingSince = new HashMap<>();
    private final ScheduledExecutorService pump =
            Executors.newSingleThreadScheduledExecutor(runnable -> daemon(runnable, "jira-webhook-pump"));
    private final ExecutorService senders =
            Executors.newFixedThreadPool(8, runnable -> daemon(runnable, "jira-webhook"));
    private Mode mode = Mode.DELIVER;
    private int copies = 1;
    private long delayMillis;

    Webhooks(ConnectHost apps, Shapes shapes, Rules rules, SandboxClock clock, HttpClient http) {
        this.apps = apps;
        this.shapes = shapes;
        this.rules = rules;
        this.clock = clock;
        this.http = http;
        // The sandbox's clock can jump, so due times are looked at and not slept for.
        pump.scheduleWithFixedDelay(this::sendDue, 10, 10, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable runnable, String name) {
        var thread = new Thread(runnable, name);
        thread.setDaemon(true);
        return thread;
    }

    synchronized void order(Mode newMode, int newCopies, long newDelayMillis) {
        mode = newMode;
        copies = newCopies;
        delayMillis = newDelayMillis;
    }

    synchronized ObjectNode orders() {
        return Json.object().put("mode", mode.name()).put("copies", copies).put("delayMillis", delayMillis);
    }

    synchronized List<ObjectNode> shapes() {
        return deliveries.stream().map(Delivery::shape).toList();
    }

    /** Whether one waits to be sent or is on its way. */
    synchronized boolean isAnnouncing() {
        return deliveries.stream()
                .map(Delivery::state)
                .anyMatch(state -> state == Delivery.State.WAITING || state == Delivery.State.SENDING);
    }

    synchronized void forget() {
        deliveries.removeIf(delivery -> delivery.state() != Delivery.State.SENDING);
    }

    /** Lets the held ones go, each once the one before has been tried. Returns how many. */
    synchronized int release(boolean reversed) {
        List<Delivery> held = new ArrayList<>(deliveries.stream()
                .filter(delivery -> delivery.state() == Delivery.State.HELD)
                .toList());
        if (reversed) {
            Collections.reverse(held);
        }
        Delivery before = null;
        for (Delivery delivery : held) {
            delivery.wait(clock.instant());
            delivery.goBehind(before);
            before = delivery;
        }
        return held.size();
    }

    /** Sends a webhook once more with its identifier, whatever became of it. Returns whether there is one. */
    synchronized boolean redeliver(String identifier) {
        return deliveries.stream()
                .filter(delivery -> delivery.identifier().equals(identifier))
                .findFirst()
                .map(delivery -> deliveries.add(delivery.copy(Delivery.State.WAITING, clock.instant())))
                .orElse(false);
    }

    @Override
    public void changed(Change change) {
        for (ConnectApp app : apps.all()) {
            if (app.isEnabled()) {
                app.webhooks().stream()
                        .filter(subscription -> subscription.event().equals(change.event()))
                        .filter(subscription -> passes(subscription.filter(), change, app))
                        .forEach(subscription -> enqueue(app, subscription, change));
            }
        }
    }

    private boolean passes(@Nullable String filter, Change change, ConnectApp app) {
        return filter == null
                || Jql.read(filter, app.account(), clock.instant(), rules)
                        .matches()
                        .test(change.issue());
    }

    private synchronized void enqueue(ConnectApp app, ConnectApp.Subscription subscription, Change change) {
        byte[] body = subscription.excludeBody()
                ? new byte[0]
                : body(change, new Caller(app.account(), app)).toString().getBytes(StandardCharsets.UTF_8);
        if (body.length > LARGEST) {
            return;
        }
        var state = switch (mode) {
            case DELIVER -> Delivery.State.WAITING;
            case DROP -> Delivery.State.DROPPED;
            case HOLD -> Delivery.State.HELD;
        };
        var delivery = new Delivery(
                UUID.randomUUID().toString(),
                app.key(),
                URI.create(app.baseUrl() + filled(subscription.url(), change.issue())),
                change.event(),
                change.issue().key(),
                body,
                state,
                clock.instant().plusMillis(delayMillis));
        deliveries.add(delivery);
        for (int copy = 1; copy < copies; copy++) {
            deliveries.add(delivery.copy(state, delivery.due()));
        }
    }

    /** Context parameters in a webhook's URL, with or without the dollar sign (documented). */
    private static String filled(String url, Issue issue) {
        return url.replaceAll("\\$?\\{issue\\.key}", issue.key())
                .replaceAll("\\$?\\{issue\\.id}", issue.id())
                .replaceAll("\\$?\\{project\\.key}", issue.project().name())
                .replaceAll("\\$?\\{project\\.id}", issue.project().id());
    }

    private ObjectNode body(Change change, Caller app) {
        ObjectNode body = Json.object()
                .put("timestamp", clock.millis())
                .put("webhookEvent", change.event())
                .put("issue_event_type_name", change.type());
        body.set("user", shapes.user(change.by(), app));
        body.set("issue", shapes.issueV2(change.issue(), app));
        History history = change.history();
        if (history != null) {
            ObjectNode changelog = body.putObject("changelog").put("id", history.id());
            changelog.set("items", Json.array(history.items(), ChangeItem::shape));
        }
        Comment comment = change.comment();
        if (comment != null) {
            body.set("comment", shapes.commentV2(comment, app));
        }
        return body;
    }

    private synchronized void sendDue() {
        Instant now = clock.instant();
        for (Delivery delivery : deliveries) {
            if (delivery.isDue(now)) {
                delivery.become(Delivery.State.SENDING);
                senders.execute(() -> send(delivery));
            }
        }
    }

    private void send(Delivery delivery) {
        int tried;
        synchronized (this) {
            tried = delivery.attempts().size();
        }
        int status = apps.find(delivery.appKey())
                .filter(ConnectApp::isEnabled)
                .map(app -> post(app, delivery, tried))
                .orElse(-1);
        settle(delivery, status);
    }

    private int post(ConnectApp app, Delivery delivery, int tried) {
        String jwt = ConnectJwt.symmetric(app, Qsh.of("POST", delivery.url(), app.baseUrl()), null);
        var request = HttpRequest.newBuilder(delivery.url())
                .timeout(Duration.ofMillis(rules.number(JiraRules.WEBHOOK_TIMEOUT_MILLIS)))
                .header("Authorization", "JWT " + jwt)
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("User-Agent", "Atlassian Webhook HTTP Client")
                .header("X-Atlassian-Webhook-Identifier", delivery.identifier())
                .header("X-Atlassian-Webhook-Flow", "Primary")
                .header(
                        "X-Atlassian-Webhook-Trace",
                        UUID.randomUUID().toString().replace("-", ""));
        if (tried > 0) {
            request.header("X-Atlassian-Webhook-Retry", String.valueOf(tried));
        }
        request.POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body()));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private synchronized void settle(Delivery delivery, int status) {
        Instant now = clock.instant();
        delivery.attempted(new Delivery.Attempt(now, status));
        boolean again = RETRIED.contains(status) || status >= 500;
        if (!again) {
            failingSince.remove(delivery.appKey());
            delivery.become(status / 100 == 2 ? Delivery.State.DELIVERED : Delivery.State.GIVEN_UP);
            return;
        }
        Instant since = failingSince.computeIfAbsent(delivery.appKey(), absent -> now);
        boolean single = !now.isBefore(since.plusMillis(rules.number(JiraRules.WEBHOOK_SINGLE_ATTEMPT_AFTER_MILLIS)));
        if (single || delivery.attempts().size() > rules.number(JiraRules.WEBHOOK_RETRIES)) {
            delivery.become(Delivery.State.GIVEN_UP);
        } else {
            delivery.wait(now.plusMillis(rules.number(JiraRules.WEBHOOK_RETRY_DELAY_MILLIS)));
        }
    }

    @Override
    public void close() {
        pump.shutdownNow();
        senders.shutdownNow();
    }
}
