package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.latchkey.okta.ProbeReport.Finding;
import io.latchkey.sandbox.okta.AdminRole;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Trying a connection names what is missing, and never takes an empty answer for success. */
class ProbeTest {

    private static final Set<String> ALL = Set.copyOf(OktaScopes.NAMES);

    @Test
    void provesAWorkingConnection() {
        try (var sandbox = OktaSandbox.start()) {
            ProbeReport report = sandbox.directory.probe();

            assertThat(report.findings()).isEmpty();
            assertThat(report.works()).isTrue();
            assertThat(report.proven()).hasSize(6).anyMatch(sentence -> sentence.contains("USER_ADMIN"));
        }
    }

    /** Nobody has to grant what only steps with applications need; who has, is told that it works. */
    @Test
    void tellsThatStepsWithApplicationsWork() {
        Set<String> more = new java.util.HashSet<>(ALL);
        more.add(OktaScopes.APPS);
        try (var with = OktaSandbox.granted(more, Set.of(AdminRole.USER_ADMIN), true);
                var without = OktaSandbox.start()) {
            assertThat(with.directory.probe().proven()).anyMatch(sentence -> sentence.contains(OktaScopes.APPS));
            assertThat(without.directory.probe().proven()).noneMatch(sentence -> sentence.contains(OktaScopes.APPS));
        }
    }

    @Test
    void namesEachMissingScope() {
        try (var sandbox =
                OktaSandbox.granted(Set.of(OktaScopes.USERS, OktaScopes.ROLES), Set.of(AdminRole.USER_ADMIN), true)) {
            assertThat(sandbox.directory.probe().findings())
                    .allSatisfy(finding -> assertThat(finding.code()).isEqualTo("okta.scope-missing"))
                    .extracting(Finding::remedy)
                    .satisfiesExactlyInAnyOrder(
                            remedy -> assertThat(remedy).contains(OktaScopes.GROUPS),
                            remedy -> assertThat(remedy).contains(OktaScopes.LOGS));
        }
    }

    /** Okta answers 200 with empty lists to an app that has scopes but no administrator role. */
    @Test
    void anEmptyListIsAMissingRole() {
        try (var sandbox = OktaSandbox.granted(ALL, Set.of(), true)) {
            ProbeReport report = sandbox.directory.probe();

            assertThat(report.works()).isFalse();
            assertThat(report.findings())
                    .extracting(Finding::code)
                    .contains("okta.role-missing", "okta.roles-unreadable");
            assertThat(report.proven()).noneMatch(sentence -> sentence.contains("sees"));
        }
    }

    @Test
    void namesUnreadableRoles() {
        try (var sandbox = OktaSandbox.start()) {
            sandbox.org.rules().set("roles-need-super-admin", BooleanNode.TRUE);

            assertThat(sandbox.directory.probe().findings())
                    .extracting(Finding::code)
                    .containsExactly("okta.roles-unreadable");
        }
    }

    @Test
    void namesAKeyThatIsNotAccepted() {
        try (var sandbox = OktaSandbox.start()) {
            var calls = sandbox.calls(OktaSandbox.properties(), sandbox.clientId, OktaSandbox.OTHER_KEY);

            assertThat(new OktaDirectory(calls, sandbox.clientId, sandbox.sightings, sandbox.clock)
                            .probe()
                            .findings())
                    .extracting(Finding::code)
                    .containsExactly("okta.key-not-accepted");
        }
    }

    @Test
    void namesAWrongClientId() {
        try (var sandbox = OktaSandbox.start()) {
            var calls = sandbox.calls(OktaSandbox.properties(), "0oadoesnotexist00000", OktaSandbox.KEY);

            assertThat(new OktaDirectory(calls, "0oadoesnotexist00000", sandbox.sightings, sandbox.clock)
                            .probe()
                            .findings())
                    .extracting(Finding::code)
                    .containsExactly("okta.client-unknown");
        }
    }

    @Test
    void tellsHowTokensAreShown() {
        try (var bound = OktaSandbox.granted(ALL, Set.of(AdminRole.USER_ADMIN), true);
                var open = OktaSandbox.granted(ALL, Set.of(AdminRole.USER_ADMIN), false)) {
            open.org.rules().set("proofs-bind-every-token", BooleanNode.FALSE);

            assertThat(bound.directory.probe().proven())
                    .anyMatch(sentence -> sentence.contains("bound to a key of ours (DPoP)"));
            assertThat(open.directory.probe().works()).isTrue();
            assertThat(open.directory.probe().proven()).anyMatch(sentence -> sentence.contains("bearer tokens"));
        }
    }

    @Test
    void namesAClockThatIsOff() {
        try (var sandbox = OktaSandbox.start()) {
            var ahead = sandbox.calls(java.time.Clock.offset(sandbox.clock, java.time.Duration.ofMinutes(-7)));

            assertThat(new OktaDirectory(ahead, sandbox.clientId, sandbox.sightings, sandbox.clock)
                            .probe()
                            .findings())
                    .extracting(Finding::code)
                    .containsExactly("okta.proof-refused");
        }
    }

    @Test
    void namesAnUnreachableOrganisation() {
        try (var sandbox = OktaSandbox.start()) {
            sandbox.vanish();

            assertThat(sandbox.directory.probe().findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.code()).isEqualTo("okta.unavailable"))
                    .satisfies(finding -> assertThat(finding.remedy()).contains("HTTPS"));
        }
    }
}
