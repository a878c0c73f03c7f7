package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns an answer of Okta's management API that is no success into the one failure that says what to do. */
final class Failures {

    /** Okta: still activating, still being set up, another change is running. */
    private static final Set<String> TRANSITIONS = Set.of("E0000112", "E0000249", "E0000253", "E0000268");

    /** Okta: our request itself is wrong (body, parameter, search, target count, next login, method, length). */
    private static final Set<String> OUR_REQUEST =
            Set.of("E0000003", "E0000028", "E0000031", "E0000093", "E0000124", "E0000125", "E0000022", "E0000256");

    /** Okta: already active, reset failed, unlock not allowed, wrong status, in transition, inactive user. */
    private static final Set<String> STATES =
            Set.of("E0000016", "E0000017", "E0000032", "E0000038", "E0000107", "E0000117");

    private static final Set<String> PASSWORD = Set.of("E0000014", "E0000080");
    private static final Pattern MISSING_TYPE = Pattern.compile("\\((\\w+)\\)\\s*$");
    private static final Pattern ATTRIBUTE = Pattern.compile("^([A-Za-z][A-Za-z0-9_]{0,60}):");
    private static final Pattern REQUIREMENTS = Pattern.compile("(Password requirements: [\\x20-\\x7e]{1,300})$");

    private final Clock clock;

    Failures(Clock clock) {
        this.clock = clock;
    }

    OktaFailure of(OktaOperation operation, Answer answer) {
        OktaError error = OktaError.of(answer);
        String where = where(operation, answer, error);
        int status = answer.status();
        if (answer.isSuccess()) {
            return unreadable(operation, where);
        }
        if (status == 501) {
            return refused(error, FailureKind.OUTSIDE, "Okta has not got this function" + where);
        }
        if (status >= 500 || status == 408) {
            return lost(operation, "Okta failed" + where);
        }
        return switch (status) {
            case 429 ->
                new OktaFailure.RateLimited("Okta's rate limit is reached" + where, RetryTimes.after(answer, clock));
            case 400 -> badRequest(operation, error, where);
            case 401 -> unauthorised(answer, error, where);
            case 403 -> STATES.contains(error.code()) ? wrongState(where) : forbidden(operation, answer, error, where);
            case 404 -> missing(operation, error, where);
            case 409 ->
                TRANSITIONS.contains(error.code())
                        ? new OktaFailure.InTransition("Okta is still busy with an earlier change" + where)
                        : refused(error, FailureKind.OUTSIDE, "Okta sees a conflict" + where);
            case 423 -> new OktaFailure.InTransition("Okta has locked the object for an earlier change" + where);
            default -> other(status, error, where);
        };
    }

    /** A change without a readable answer may have happened; a reading call has just failed. */
    static OktaFailure lost(OktaOperation operation, String what) {
        return operation.changes()
                ? new OktaFailure.OutcomeUnknown(what + "; it may have happened: look before repeating it")
                : new OktaFailure.Unavailable(what);
    }

    private static OktaFailure unreadable(OktaOperation operation, String where) {
        return operation.changes()
                ? lost(operation, "Okta's answer could not be read" + where)
                : new OktaFailure.Setup(
                        "okta.not-okta",
                        "the answer is not what Okta sends" + where
                                + "; check that the organisation's URL leads to Okta itself, not to a proxy's page");
    }

    private static OktaFailure badRequest(OktaOperation operation, OktaError error, String where) {
        if (PASSWORD.contains(error.code()) || error.causes().stream().anyMatch(c -> c.startsWith("password:"))) {
            return passwordRejected(error, where);
        }
        if (!error.is("E0000001")) {
            FailureKind kind = OUR_REQUEST.contains(error.code()) ? FailureKind.OURS : FailureKind.OUTSIDE;
            return refused(error, kind, "Okta refused the request" + where);
        }
        if (isTaken(error, "login")) {
            return new OktaFailure.LoginTaken("an account with this login exists in Okta already" + where);
        }
        if (operation == OktaOperation.CREATE_GROUP && isTaken(error, "name")) {
            return new OktaFailure.GroupNameTaken("a group with this name exists in Okta already" + where);
        }
        List<String> attributes = attributes(error);
        if (attributes.contains("groupIds")) {
            return new OktaFailure.GroupGone("a group of the request does not exist in Okta any more" + where);
        }
        if (operation.isLifecycle() && attributes.isEmpty()) {
            return wrongState(where);
        }
        return new OktaFailure.InvalidProfile(
                attributes,
                "Okta refused " + (attributes.isEmpty() ? "the profile" : String.join(", ", attributes)) + where);
    }

    /** Okta: code E0000001 and a cause "login: An object with this field already exists in the current organization". */
    private static boolean isTaken(OktaError error, String attribute) {
        return error.causes().stream()
                .anyMatch(cause -> cause.startsWith(attribute + ":") && cause.contains("already exists"));
    }

    private static List<String> attributes(OktaError error) {
        return error.causes().stream()
                .map(ATTRIBUTE::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    private static OktaFailure passwordRejected(OktaError error, String where) {
        String requirements = error.causes().stream()
                .map(REQUIREMENTS::matcher)
                .filter(Matcher::find)
                .map(found -> ". " + found.group(1))
                .findFirst()
                .orElse("");
        return new OktaFailure.PasswordRejected(
                "the organisation's password policy refused the password" + where + requirements);
    }

    private static OktaFailure unauthorised(Answer answer, OktaError error, String where) {
        // Okta: 401 WWW-Authenticate: DPoP error="invalid_dpop_proof".
        if (answer.all("www-authenticate").stream().anyMatch(value -> value.contains("dpop_proof"))) {
            return TokenFailures.proofRefused(where);
        }
        return error.is("E0000015")
                ? new OktaFailure.Setup("okta.feature-missing", "the organisation lacks this feature" + where)
                : tokenRefused(where);
    }

    private static OktaFailure tokenRefused(String where) {
        return new OktaFailure.Setup(
                "okta.token-refused",
                "Okta refused an access token that it had just issued" + where
                        + "; check that the app is active and not limited to other networks");
    }

    private static OktaFailure forbidden(OktaOperation operation, Answer answer, OktaError error, String where) {
        if (PASSWORD.contains(error.code())) {
            return passwordRejected(error, where);
        }
        if (error.is("E0000005")) {
            return tokenRefused(where);
        }
        // Okta: a token without the scope is answered with error="insufficient_scope" in WWW-Authenticate.
        if (answer.all("www-authenticate").stream().anyMatch(value -> value.contains("insufficient_scope"))) {
            return new OktaFailure.Setup(
                    "okta.scope-missing",
                    "the app has not been granted the scope for this call" + where + "; grant "
                            + String.join(", ", operation.isOfApps() ? List.of(OktaScopes.APPS) : OktaScopes.NAMES)
                            + " under Okta API Scopes");
        }
        if (error.is("E0000006") || error.code().isEmpty()) {
            return new OktaFailure.Setup(
                    "okta.role-missing",
                    "the app's administrator role does not allow this" + where
                            + "; assign a role that covers it (groups fed by an application or built in cannot be"
                            + " changed by anybody)");
        }
        return refused(error, FailureKind.OUTSIDE, "Okta forbids this for the account or group" + where);
    }

    /** Okta names the missing thing's type at the end: "Not found: Resource not found: x (UserGroup)". */
    private static OktaFailure missing(OktaOperation operation, OktaError error, String where) {
        Matcher type = MISSING_TYPE.matcher(error.summary());
        String named = type.find() ? type.group(1) : "";
        if (error.is("E0000007") && isGroup(named, operation)) {
            return new OktaFailure.GroupGone(
                    "the group does not exist in Okta any more, or is hidden from the app" + where);
        }
        if (error.is("E0000007") && isApp(named, operation)) {
            return new OktaFailure.Refused(
                    "okta.app-gone",
                    FailureKind.SETUP,
                    "the application does not exist in Okta any more, or is hidden from the app" + where);
        }
        if (error.is("E0000007")) {
            return new OktaFailure.UserGone("the account does not exist in Okta, or is hidden from the app" + where);
        }
        return new OktaFailure.Setup(
                "okta.not-okta", "Okta's API was not found" + where + "; check the organisation's URL");
    }

    private static boolean isApp(String named, OktaOperation operation) {
        return named.equals("AppInstance") || (named.isEmpty() && operation == OktaOperation.GET_APP);
    }

    private static boolean isGroup(String named, OktaOperation operation) {
        return switch (named) {
            case "UserGroup", "Group" -> true;
            case "User" -> false;
            default ->
                operation == OktaOperation.CREATE_USER
                        || operation == OktaOperation.GET_GROUP
                        || operation == OktaOperation.LIST_ROLES_OF_GROUP
                        || operation == OktaOperation.LIST_APPS_OF_GROUP;
        };
    }

    private static OktaFailure other(int status, OktaError error, String where) {
        if (status >= 300 && status < 400) {
            return new OktaFailure.Setup(
                    "okta.redirected",
                    "the organisation's URL redirects" + where + "; enter the address that it leads to");
        }
        return refused(error, FailureKind.OURS, "Okta refused the request" + where);
    }

    private static OktaFailure wrongState(String where) {
        return new OktaFailure.WrongState("Okta does not allow this in the account's present state" + where);
    }

    private static OktaFailure refused(OktaError error, FailureKind kind, String explanation) {
        String suffix = error.code().isEmpty() ? "" : "." + error.code().toLowerCase(Locale.ROOT);
        return new OktaFailure.Refused("okta.refused" + suffix, kind, explanation);
    }

    private static String where(OktaOperation operation, Answer answer, OktaError error) {
        return " (%s: HTTP %d%s, request %s)"
                .formatted(
                        operation.label(),
                        answer.status(),
                        error.code().isEmpty() ? "" : " " + error.code(),
                        answer.requestId());
    }
}
