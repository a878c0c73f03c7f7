package io.latchkey.okta;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.failure.PatientFailure;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.work.Intent;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepContexts;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import io.latchkey.work.WaitsUntil;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** The steps on a sandbox of Okta, done as a run does them: intent, act; look and act again after what may have been sent. */
final class DoneSteps implements AutoCloseable {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_LOOKS = 200;

    final OktaSandbox sandbox;
    private final Map<String, StepHandler> handlers = new HashMap<>();

    private DoneSteps(OktaSandbox sandbox) {
        this.sandbox = sandbox;
        var directories = new OneDirectory(sandbox.directory);
        var settling = new Settling(OktaSandbox.properties(), sandbox.clock);
        var memberships = new Memberships(sandbox.clock);
        var lasting = new Lasting(new DefaultListableBeanFactory().getBeanProvider(LastingMemberships.class));
        for (Lifecycle act : Lifecycle.values()) {
            add(new LifecycleStep(act, directories, settling));
        }
        add(new CreateUserStep(directories, new PasswordGenerator(new SecureRandom()), settling));
        add(new ResetPasswordStep(directories, new PasswordGenerator(new SecureRandom()), settling));
        add(new ResetFactorsStep(directories, settling));
        add(new ClearSessionsStep(directories, settling));
        add(new DeleteUserStep(directories, settling, sandbox.clock));
        add(new UpdateUserStep(directories, settling));
        add(new EnsureGroupsStep(directories, new JoinGroups(settling), lasting));
        add(new RemoveFromGroupsStep(directories, settling, memberships));
        add(new ChangeRoleStep(directories, settling, memberships, lasting));
        add(new CreateGroupStep(directories, settling));
        add(new AssignAppStep(directories, settling));
        add(new UnassignAppStep(directories, settling));
        add(new AppOfGroupStep(true, directories, settling));
        add(new AppOfGroupStep(false, directories, settling));
        add(new ListOwnedStep(directories, settling, memberships));
    }

    /** One connection, whatever its name. */
    private record OneDirectory(OktaDirectory directory) implements NamedDirectories {

        @Override
        public String app(TenantId tenant, String name) {
            return "https://acme.okta.com\n0oa";
        }

        @Override
        public OktaDirectory named(TenantId tenant, String name) {
            return directory;
        }
    }

    private void add(StepHandler handler) {
        handlers.put(handler.kind(), handler);
    }

    static DoneSteps start() {
        Set<String> scopes = new TreeSet<>(OktaScopes.NAMES);
        scopes.add(OktaScopes.APPS);
        return new DoneSteps(OktaSandbox.granted(scopes, Set.of(AdminRole.USER_ADMIN, AdminRole.APP_ADMIN), true));
    }

    /** An app that was not granted the scope of applications. */
    static DoneSteps withoutApps() {
        return new DoneSteps(OktaSandbox.granted(
                Set.copyOf(OktaScopes.NAMES), Set.of(AdminRole.USER_ADMIN, AdminRole.APP_ADMIN), true));
    }

    StepHandler handler(String kind) {
        return requireNonNull(handlers.get(kind));
    }

    /** What the step that takes this one back does. */
    StepResult undone(Planned done, StepResult result) {
        PlannedStep back = handler(done.step.kind())
                .undo(done.step, result.outputs())
                .orElseThrow(() -> new AssertionError(done.step.kind() + " says nothing that takes it back"));
        return new Planned(back).done();
    }

    Planned planned(String kind, String login, Object... more) {
        ObjectNode input = JSON.objectNode().put("connection", "acme");
        if (!login.isEmpty()) {
            input.put("user", id(login));
        }
        for (int i = 0; i < more.length; i += 2) {
            String name = more[i].toString();
            Object value = more[i + 1];
            if (value instanceof JsonNode node) {
                input.set(name, node);
            } else if (value instanceof List<?> list) {
                list.forEach(one -> input.withArray(name).add(one.toString()));
            } else if (value instanceof Boolean flag) {
                input.put(name, flag);
            } else {
                input.put(name, value.toString());
            }
        }
        return new Planned(new PlannedStep("step", kind, input));
    }

    String id(String login) {
        return sandbox.org.user(login).orElseThrow().path("id").asText();
    }

    String status(String login) {
        return sandbox.org.user(login).orElseThrow().path("status").asText();
    }

    String person(String login, String... groups) {
        sandbox.org.createPerson("Pat", "Person", login, "Kn0wn-Before-Us", List.of(groups));
        return login;
    }

    /** A step of a plan, with its committed intent. */
    final class Planned {

        final PlannedStep step;
        private final Intent intent;
        private boolean twice;
        private Optional<Instant> before = Optional.empty();

        Planned(PlannedStep step) {
            this.step = step;
            this.intent = handler(step.kind()).intend(StepContexts.of(step, Intent.plain(), false));
        }

        Optional<Secret> secret() {
            return intent.secret();
        }

        /** The first attempt. */
        StepResult done() {
            return attempt(false);
        }

        /** The first attempt, whose answer is lost after it was done; then as a run goes on. */
        StepResult doneWithLostAnswer(String method, String path) {
            lost(method, path);
            return goneOn();
        }

        /** The first attempt, whose answer is lost after it was done. */
        void lost(String method, String path) {
            sandbox.org.server().faults().order(Fault.cutAfter(method, path, 1));
            try {
                throw new AssertionError("nothing was lost: " + attempt(false).outputs());
            } catch (OktaFailure.OutcomeUnknown expected) {
                sandbox.org.server().faults().clear();
            }
        }

        /** An attempt after others, whose answer is lost after it was done; then as a run goes on. */
        StepResult doneWithLostAnswerLater(String method, String path) {
            sandbox.org.server().faults().order(Fault.cutAfter(method, path, 1));
            try {
                throw new AssertionError("nothing was lost: " + goneOn().outputs());
            } catch (OktaFailure.OutcomeUnknown expected) {
                sandbox.org.server().faults().clear();
            }
            return goneOn();
        }

        /** As a run goes on after an attempt that may have sent something, waiting for what Okta shows late. */
        StepResult goneOn() {
            for (int i = 0; i < MOST_LOOKS; i++) {
                try {
                    return attempt(true);
                } catch (WaitsUntil waits) {
                    throw waits;
                } catch (RuntimeException thrown) {
                    if (!(thrown instanceof PatientFailure waits)) {
                        throw thrown;
                    }
                    sandbox.clock.advance(waits.lookAfter());
                }
            }
            throw new AssertionError("it waits for ever");
        }

        /** Another request sets out to do the same. */
        Planned twice() {
            twice = true;
            return this;
        }

        /** An earlier run of the same request set out to do the same then. */
        Planned ofSecondRun(Instant first) {
            before = Optional.of(first);
            return this;
        }

        private StepContext context(boolean repeat) {
            return before.map(time -> StepContexts.ofSecondRun(step, intent, repeat, time))
                    .orElseGet(() -> twice
                            ? StepContexts.ofOneOfTwo(step, intent, repeat)
                            : StepContexts.of(step, intent, repeat));
        }

        private StepResult attempt(boolean repeat) {
            StepHandler handler = handler(step.kind());
            StepContext context = context(repeat);
            Optional<StepResult> found = repeat ? handler.look(context) : Optional.empty();
            return found.orElseGet(() -> handler.act(context));
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
