package io.latchkey.adversarial.oracle;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe asks of an approval, beyond the rule for all.
 *
 * @param steps the approvals that must have been given; none for all
 * @param quorum how many must have approved; 0 for as many as Jira asks
 * @param groups of which group those who approve must be
 * @param people who may approve beside them
 * @param peopleField the field that names others who may
 * @param approversField the field that names those who are asked
 * @param beneficiaryField the field that names who gets the access
 * @param customers whether customers of the portal may approve
 * @param knownInOkta whether an administrator must have told their accounts in Okta
 * @param form whether the first name comes from a form
 */
public record Ask(
        Set<String> steps,
        int quorum,
        Set<String> groups,
        Set<String> people,
        @Nullable String peopleField,
        @Nullable String approversField,
        @Nullable String beneficiaryField,
        boolean customers,
        boolean knownInOkta,
        boolean form) {

    /** Nothing beyond it. */
    public static final Ask NOTHING = new Ask(Set.of(), 0, Set.of(), Set.of(), null, null, null, false, false, false);

    boolean namesApprovers() {
        return !groups.isEmpty() || !people.isEmpty() || peopleField != null;
    }
}
