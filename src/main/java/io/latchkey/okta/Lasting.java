package io.latchkey.okta;

import io.latchkey.work.StepContext;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells whoever gives memberships for a time which of them a step gives for good. */
@Component
class Lasting {

    private final ObjectProvider<LastingMemberships> all;

    Lasting(ObjectProvider<LastingMemberships> all) {
        this.all = all;
    }

    /** What the account was in already, of what the step gives, is to last. Called before anything is sent. */
    void keep(StepContext step, String user, Set<String> given, Set<String> present) {
        Set<String> there = new LinkedHashSet<>(given);
        there.retainAll(present);
        if (!there.isEmpty()) {
            String connection = step.input().path("connection").asText();
            all.forEach(one -> one.keep(step.tenant(), connection, user, there));
        }
    }
}
