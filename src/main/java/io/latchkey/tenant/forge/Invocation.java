package io.latchkey.tenant.forge;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a verified invocation token says. Nothing else of a call is Atlassian's word: its path, body and headers may be chosen
 * by whoever looks at a page.
 *
 * @param issuedAt when Atlassian signed it
 * @param installationId Forge's id of the installation, another one after each
 * @param cloudId Atlassian's id of the site
 * @param siteAddress where the site is called; checked to be of that cloud id
 * @param environment the type of the app's environment
 * @param moduleKey the module of the manifest that the call is for; empty when it is not told
 * @param licensed false when the app is paid for and the site has not
 * @param causedByPerson whether the token names a person, also one whose account is not told ({@code unidentified}) or is none;
 *     false for events and schedules
 * @param principal the account of the person who looks at a page; null when the token names none that is one
 * @param issueId the issue whose page it is, by its numeric id; null when it is not told
 * @param issueKey the same by its key
 */
public record Invocation(
        Instant issuedAt,
        String installationId,
        String cloudId,
        URI siteAddress,
        String environment,
        String moduleKey,
        boolean licensed,
        boolean causedByPerson,
        @Nullable String principal,
        @Nullable String issueId,
        @Nullable String issueKey) {

    private static final String ATTRIBUTE = Invocation.class.getName();

    /** The invocation that the request was verified to be, if it is one. */
    public static Optional<Invocation> of(HttpServletRequest request) {
        return Optional.ofNullable((Invocation) request.getAttribute(ATTRIBUTE));
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Whether the module's key is one of them. */
    boolean isOf(Set<String> modules) {
        return modules.contains(moduleKey);
    }

    /**
     * Whether it was made on the page of the issue that is named, by its id or its key; false where the token does not tell
     * that name. The portal's page tells the key alone.
     */
    boolean isOfIssue(String named) {
        String own = named.matches("[0-9]+") ? issueId : issueKey;
        return own != null && own.equalsIgnoreCase(named);
    }

    /** Without the person and the issue. */
    @Override
    public String toString() {
        return "Invocation[" + installationId + ", module=" + moduleKey + "]";
    }
}
