package io.latchkey.okta;

import com.okta.sdk.resource.api.GroupApi;
import com.okta.sdk.resource.api.UserApi;
import io.latchkey.okta.ProbeReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Tries a connection by calls that must return something known, since Okta answers {@code 200 []} to an app without an
 * administrator role: an organisation always has a group, a person and a role of our app.
 */
final class Probe {

    private static final String ASSIGN_ROLE =
            "In Okta, open the app's \"Admin roles\" tab and assign a role that covers"
                    + " the people and groups it is meant for; a custom role with a resource set is the narrowest.";

    private final OktaCalls calls;
    private final AdministratorRoles roles;
    private final String clientId;
    private final List<String> proven = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    Probe(OktaCalls calls, AdministratorRoles roles, String clientId) {
        this.calls = calls;
        this.roles = roles;
        this.clientId = clientId;
    }

    ProbeReport run() {
        if (token()) {
            mustShow(
                    "groups",
                    () -> calls.call(
                                    OktaOperation.SEARCH_GROUPS,
                                    sdk -> new GroupApi(sdk)
                                            .listGroups(null, null, null, 1, null, null, null, null)
                                            .size())
                            .value());
            mustShow(
                    "people",
                    () -> calls.call(
                                    OktaOperation.LIST_USERS,
                                    sdk -> new UserApi(sdk)
                                            .listUsers(null, null, null, 1, null, null, null, null)
                                            .size())
                            .value());
            seesRoles();
            seesLog();
            mayAssignApps();
        }
        return new ProbeReport(List.copyOf(proven), List.copyOf(findings));
    }

    /** A token for all scopes; if one is not granted, each is asked for alone, to name it. */
    private boolean token() {
        try {
            AccessToken token = calls.freshToken(OktaScopes.NAMES);
            proven.add("Okta issues tokens to " + clientId + " with every scope that is needed.");
            proven.add(
                    token.type() == AccessToken.Type.DPOP
                            ? "The tokens are bound to a key of ours (DPoP): a stolen one is of no use."
                            : "The tokens are bearer tokens, of use to whoever has one; to have them bound to a key of"
                                    + " ours, switch on \"Require Demonstrating Proof of Possession (DPoP) header in"
                                    + " token requests\" in the app's General tab.");
            return true;
        } catch (OktaFailure e) {
            if (e.code().equals("okta.scope-missing")) {
                nameMissingScopes(e);
            } else {
                add(e);
            }
            return false;
        }
    }

    private void nameMissingScopes(OktaFailure whole) {
        int before = findings.size();
        for (String scope : OktaScopes.NAMES) {
            try {
                calls.freshToken(List.of(scope));
            } catch (OktaFailure e) {
                if (e.code().equals("okta.scope-missing")) {
                    findings.add(new Finding(
                            e.code(),
                            "The scope " + scope + " has not been granted to the app.",
                            "In Okta, open the app's \"Okta API Scopes\" tab and grant " + scope + "."));
                } else {
                    add(e);
                }
            }
        }
        if (findings.size() == before) {
            add(whole);
        }
    }

    private void mustShow(String what, Supplier<Integer> count) {
        attempt(() -> {
            if (count.get() > 0) {
                proven.add("The app sees " + what + ".");
            } else {
                findings.add(new Finding(
                        "okta.role-missing",
                        "Okta shows the app no " + what + ", although every organisation has some.",
                        ASSIGN_ROLE));
            }
        });
    }

    private void seesRoles() {
        attempt(() -> {
            if (roles.renew() instanceof Roles.Known known && !known.types().isEmpty()) {
                proven.add("The app sees administrator roles; its own: " + String.join(", ", known.types()) + ".");
            } else {
                findings.add(new Finding(
                        "okta.roles-unreadable",
                        "The app cannot see administrator roles, so every group and person counts as privileged and is"
                                + " refused.",
                        "In Okta, add the permission \"View roles, resources, and admin assignments\" to the app's"
                                + " role, or assign a role that includes it."));
            }
        });
    }

    private void seesLog() {
        attempt(() -> {
            SystemLog.readable(calls);
            proven.add("The app may read the system log.");
        });
    }

    /** Only steps with applications need it, so that it is missing is no finding. */
    private void mayAssignApps() {
        try {
            calls.freshToken(List.of(OktaScopes.APPS));
            proven.add("The app may be used for steps with applications too (" + OktaScopes.APPS + ").");
        } catch (OktaFailure.Setup missing) {
            // Recipes without such steps work all the same.
        } catch (OktaFailure e) {
            add(e);
        }
    }

    private void attempt(Runnable check) {
        try {
            check.run();
        } catch (OktaFailure e) {
            add(e);
        }
    }

    private void add(OktaFailure failure) {
        var finding = new Finding(
                failure.code(), "Trying the connection failed: " + failure.explanation() + ".", remedy(failure));
        if (findings.stream()
                .noneMatch(other ->
                        other.code().equals(finding.code()) && other.remedy().equals(finding.remedy()))) {
            findings.add(finding);
        }
    }

    private static String remedy(OktaFailure failure) {
        return switch (failure.code()) {
            case "okta.client-unknown" -> "Copy the client id from the app's General tab; the app must be active.";
            case "okta.key-not-accepted" ->
                "In the app's General tab choose \"Public key / Private key\" and give it our"
                        + " key address, or paste our public key.";
            case "okta.proof-refused" -> "Let this machine's clock be set by a time server, and try again.";
            case "okta.role-missing" -> ASSIGN_ROLE;
            case "okta.not-okta", "okta.redirected" ->
                "Enter the address that Okta gave the organisation, as in" + " https://YOUR-ORG.okta.com.";
            case "okta.rate-limited", "okta.busy", "okta.unavailable", "okta.in-transition", "okta.outcome-unknown" ->
                "Try again later; if it stays, check that this machine may reach the organisation over HTTPS.";
            default -> "Look up the code in Okta's documentation, or give Okta's support the request id.";
        };
    }
}
