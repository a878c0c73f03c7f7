package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.tenant.Purpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Who does what, by kind; two handlers of one kind refuse to start. Resolved late, since handlers use the ledger too. */
@Component
class Handlers {

    private final ObjectProvider<StepHandler> stepBeans;
    private final ObjectProvider<LookHandler> lookBeans;
    private final ObjectProvider<RunListener> listenerBeans;
    private final ObjectProvider<RunConsent> consentBeans;
    private final ObjectProvider<StepListener> stepListenerBeans;
    private final ObjectProvider<RunGate> gateBeans;

    Handlers(
            ObjectProvider<StepHandler> steps,
            ObjectProvider<LookHandler> looks,
            ObjectProvider<RunListener> listeners,
            ObjectProvider<RunConsent> consents,
            ObjectProvider<StepListener> stepListeners,
            ObjectProvider<RunGate> gates) {
        this.stepBeans = steps;
        this.lookBeans = looks;
        this.listenerBeans = listeners;
        this.consentBeans = consents;
        this.stepListenerBeans = stepListeners;
        this.gateBeans = gates;
    }

    private volatile Map<String, StepHandler> steps = Map.of();
    private volatile Map<String, LookHandler> looks = Map.of();
    private volatile Map<String, RunListener> listeners = Map.of();
    private volatile Map<String, RunConsent> consents = Map.of();
    private volatile Map<String, StepListener> stepListeners = Map.of();
    private volatile List<RunGate> gates = List.of();

    /** Called once, when all beans exist and before any work runs. */
    void register() {
        steps = byKind(stepBeans.stream().toList(), StepHandler::kind);
        looks = byKind(lookBeans.stream().toList(), LookHandler::kind);
        listeners = byKind(listenerBeans.stream().toList(), RunListener::kind);
        consents = byKind(consentBeans.stream().toList(), RunConsent::kind);
        stepListeners = byKind(stepListenerBeans.stream().toList(), StepListener::kind);
        gates = gateBeans.stream().toList();
    }

    StepHandler step(String kind) {
        return known(steps, kind, "step");
    }

    LookHandler look(String kind) {
        return known(looks, kind, "look");
    }

    /** The kinds of looks that this node knows. */
    Set<String> lookKinds() {
        return looks.keySet();
    }

    Optional<RunListener> listener(String kind) {
        return Optional.ofNullable(listeners.get(kind));
    }

    Optional<StepListener> stepListener(String kind) {
        return Optional.ofNullable(stepListeners.get(kind));
    }

    Optional<RunConsent> consent(String kind) {
        return Optional.ofNullable(consents.get(kind));
    }

    boolean knowsStep(String kind) {
        return steps.containsKey(kind);
    }

    /** What a kind of step is for; a kind that this node does not know is what people asked for. */
    Purpose purpose(String kind) {
        return knowsStep(kind) ? step(kind).purpose() : Purpose.REQUEST;
    }

    /** What a kind of look is for. */
    Purpose purposeOfLook(String kind) {
        LookHandler handler = looks.get(kind);
        return handler == null ? Purpose.REQUEST : handler.purpose();
    }

    /** Why nothing more may be begun for the tenant. */
    Optional<Failure> closed(TenantId tenant, Purpose purpose) {
        return gates.stream()
                .map(gate -> gate.closed(tenant, purpose))
                .flatMap(Optional::stream)
                .findFirst();
    }

    Map<String, Set<String>> outputsByKind() {
        return stepBeans.stream().collect(Collectors.toUnmodifiableMap(StepHandler::kind, StepHandler::outputs));
    }

    private static <T> T known(Map<String, T> handlers, String kind, String what) {
        T handler = handlers.get(kind);
        if (handler == null) {
            throw new UnknownKind(what, kind, handlers.keySet());
        }
        return handler;
    }

    private static <T> Map<String, T> byKind(List<T> beans, Function<T, String> kind) {
        return beans.stream().collect(Collectors.toUnmodifiableMap(kind, Function.identity()));
    }
}
