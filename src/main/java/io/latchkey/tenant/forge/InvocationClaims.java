package io.latchkey.tenant.forge;

import com.nimbusds.jwt.JWTClaimsSet;
import io.latchkey.platform.http.Problem;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Reads the claims of a verified token. It is true, so what cannot be served is refused with 403: a 401 would tell Atlassian
 * that the token was none.
 */
@Component
class InvocationClaims {

    private static final Pattern INSTALLATION = Pattern.compile("[A-Za-z0-9:/_.-]{1,200}");
    private static final int LONGEST_ACCOUNT = 128;

    /** Documented: who is nobody. */
    private static final String ANONYMOUS = "unidentified";

    private final ForgeProperties properties;
    private final ForgeAddresses addresses;

    InvocationClaims(ForgeProperties properties, ForgeAddresses addresses) {
        this.properties = properties;
        this.addresses = addresses;
    }

    Invocation read(JWTClaimsSet token) throws ParseException {
        Map<String, Object> app = token.getJSONObjectClaim("app");
        Map<String, Object> context = object(token.getClaim("context"));
        String environment = text(object(app.get("environment")), "type");
        if (!properties.environments().contains(environment)) {
            throw refused(
                    "forge.environment",
                    "This node serves the environments " + properties.environments()
                            + " of the app, and not this one.");
        }
        String installation = text(app, "installationId");
        if (!INSTALLATION.matcher(installation).matches()) {
            throw refused("forge.installation", "The token names no installation.");
        }
        String cloudId = cloudId(app, context);
        Map<String, Object> extension = object(context.get("extension"));
        Map<String, Object> issue = object(extension.get("issue"));
        Map<String, Object> request = object(extension.get("request"));
        @Nullable String principal = token.getStringClaim("principal");
        return new Invocation(
                token.getIssueTime().toInstant(),
                installation,
                cloudId,
                addresses.ofSite(cloudId).orElseThrow(InvocationClaims::otherAddress),
                environment,
                text(object(app.get("module")), "key"),
                !Boolean.FALSE.equals(object(app.get("license")).get("isActive")),
                principal != null,
                person(principal),
                either(text(issue, "id"), text(request, "issueId")),
                either(text(issue, "key"), text(request, "key")));
    }

    /** The address at which the site is called names it; both have to say the same. */
    private String cloudId(Map<String, Object> app, Map<String, Object> context) {
        URI address = address(text(app, "apiBaseUrl"));
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        String cloudId = path.substring(path.lastIndexOf('/') + 1);
        if (addresses.ofSite(cloudId).filter(address::equals).isEmpty()) {
            throw otherAddress();
        }
        String said = text(context, "cloudId");
        if (!said.isEmpty() && !said.equals(cloudId)) {
            throw refused("forge.other-site", "The token's context is of another site than its address.");
        }
        return cloudId;
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            // The cause is dropped: it quotes the address.
            throw otherAddress();
        }
    }

    private static @Nullable String person(@Nullable String principal) {
        return principal == null
                        || principal.isBlank()
                        || principal.length() > LONGEST_ACCOUNT
                        || ANONYMOUS.equals(principal)
                ? null
                : principal;
    }

    private static @Nullable String either(String first, String second) {
        String text = first.isEmpty() ? second : first;
        return text.isEmpty() ? null : text;
    }

    private static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    @SuppressWarnings("unchecked") // a JSON object's names are texts
    private static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static Problem otherAddress() {
        return refused("forge.address", "The token's apiBaseUrl is not a site on Atlassian's gateway.");
    }

    private static Problem refused(String code, String sentence) {
        return new Problem(HttpStatus.FORBIDDEN, code, sentence);
    }
}
