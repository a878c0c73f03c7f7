package io.latchkey.sandbox.okta;

import io.latchkey.sandbox.http.Rules;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * The parts of the org that its APIs work on.
 *
 * @param url the org's URL without a trailing slash, known once the server listens
 */
record Org(
        Clock clock,
        Rules rules,
        Ids ids,
        Supplier<String> url,
        SystemLog log,
        Mails mails,
        Documents documents,
        Directory directory,
        PasswordPolicy passwords,
        Profiles profiles,
        Apps apps,
        Tickets tickets,
        GroupRules groupRules) {

    Instant now() {
        return directory.now();
    }
}
