package io.latchkey.okta;

import io.latchkey.platform.crypto.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An account to create.
 *
 * @param firstName personal
 * @param lastName personal
 * @param email personal
 * @param login unique in the organisation
 * @param secondEmail where a lost password is recovered to
 * @param attributes further profile attributes by Okta's names; values are texts, numbers, booleans or lists of texts
 * @param temporaryPassword given: the account is active and the password must be changed at the first login; empty: Okta
 *     mails an activation link
 * @param groupIds joined in the same call, so that their password policy applies; {@link #MOST_GROUPS} at most
 */
public record NewUser(
        String firstName,
        String lastName,
        String email,
        String login,
        Optional<String> secondEmail,
        Map<String, Object> attributes,
        Optional<Secret> temporaryPassword,
        List<String> groupIds) {

    /** Okta: more are refused with E0000093. */
    public static final int MOST_GROUPS = 20;

    private static final Set<String> NAMED = Set.of("firstName", "lastName", "email", "login", "secondEmail");

    /** Copies, and refuses what would be sent twice or too often. */
    public NewUser {
        attributes = Map.copyOf(attributes);
        groupIds = groupIds.stream().distinct().toList();
        if (groupIds.size() > MOST_GROUPS) {
            throw new IllegalArgumentException(
                    "at most " + MOST_GROUPS + " groups in the creating call, found " + groupIds.size());
        }
        for (String name : NAMED) {
            if (attributes.containsKey(name)) {
                throw new IllegalArgumentException(name + " is no further attribute: it has a place of its own");
            }
        }
    }

    /** Without personal values. */
    @Override
    public String toString() {
        return "NewUser[attributes=" + attributes.keySet() + ", groupIds=" + groupIds + "]";
    }
}
