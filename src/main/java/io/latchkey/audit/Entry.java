package io.latchkey.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Something that was decided or done.
 *
 * @param tenant whose trail
 * @param kind dotted, lower case: {@code request.admitted}, {@code step.done}
 * @param subject an opaque id: of a request, an issue or a tenant; never an address or a name, since it cannot be erased
 * @param facts what a reader needs to understand it, without secrets and personal data; kept for ever. Integers beyond
 *     2^53 are written as text by the caller, since RFC 8785 knows doubles only
 * @param personal what may have to be erased later, by name; never a credential
 */
public record Entry(TenantId tenant, String kind, String subject, ObjectNode facts, Map<String, Secret> personal) {

    private static final Pattern KIND = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+");
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,199}");

    /** Copies what could change later. */
    public Entry {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("a kind is dotted lower case like request.admitted, found " + kind);
        }
        if (!SUBJECT.matcher(subject).matches()) {
            throw new IllegalArgumentException("the subject of " + kind + " is no opaque id of at most 200 characters");
        }
        facts = facts.deepCopy();
        personal = Map.copyOf(personal);
    }

    /** An entry without facts; {@link #withFacts} and {@link #withPersonal} add to it. */
    public static Entry of(TenantId tenant, String kind, String subject) {
        return new Entry(tenant, kind, subject, JsonNodeFactory.instance.objectNode(), Map.of());
    }

    /** The same with these facts. */
    public Entry withFacts(ObjectNode given) {
        return new Entry(tenant, kind, subject, given, personal);
    }

    /** The same with these erasable values. */
    public Entry withPersonal(Map<String, Secret> given) {
        return new Entry(tenant, kind, subject, facts, given);
    }

    @Override
    public ObjectNode facts() {
        return facts.deepCopy();
    }
}
