package io.latchkey.okta;

import static io.latchkey.okta.OktaSandbox.PASSWORD;
import static io.latchkey.okta.OktaSandbox.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.LongNode;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.okta.AdminRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the directory promises, against an organisation over real HTTP. */
class OktaDirectoryTest {

    private final OktaSandbox sandbox = OktaSandbox.start();
    private final OktaDirectory directory = sandbox.directory;

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Nested
    class CreatingAnAccount {

        @Test
        void withTemporaryPasswordIsOneCallWithItsGroups() {
            String staff = sandbox.org.groupId("All employees");
            String engineering = sandbox.org.groupId("Engineering");

            OktaUser created = directory.createUser(person("nora@example.com", PASSWORD, staff, engineering));

            assertThat(created.status()).isEqualTo(OktaUser.Status.PASSWORD_EXPIRED);
            assertThat(created.login()).isEqualTo("nora@example.com");
            assertThat(sandbox.org.groupsOf("nora@example.com"))
                    .containsExactlyInAnyOrder("Everyone", "All employees", "Engineering");
            assertThat(sandbox.org.mails()).isEmpty();
            assertThat(sandbox.requests("POST", "/api/v1/users"))
                    .singleElement()
                    .satisfies(seen ->
                            assertThat(seen.query()).contains("activate=true").contains("nextLogin=changePassword"));
        }

        @Test
        void withoutPasswordMailsAnActivationLink() {
            OktaUser created = directory.createUser(person("nora@example.com", null));

            assertThat(created.status()).isEqualTo(OktaUser.Status.PROVISIONED);
            assertThat(sandbox.org.mails()).hasSize(1);
        }

        @Test
        void sendsFurtherAttributes() {
            directory.createUser(new NewUser(
                    "Nora",
                    "Newman",
                    "nora@example.com",
                    "nora@example.com",
                    Optional.of("nora@home.example"),
                    Map.of("department", "Research", "team", "Blue"),
                    Optional.of(Secret.of(PASSWORD)),
                    List.of()));

            var profile = sandbox.org.user("nora@example.com").orElseThrow().path("profile");
            assertThat(profile.path("department").asText()).isEqualTo("Research");
            assertThat(profile.path("team").asText()).isEqualTo("Blue");
            assertThat(profile.path("secondEmail").asText()).isEqualTo("nora@home.example");
        }

        @Test
        void tellsThatTheLoginIsTaken() {
            assertThatThrownBy(() -> directory.createUser(person("existing.person@example.com", PASSWORD)))
                    .isInstanceOf(OktaFailure.LoginTaken.class)
                    .hasMessageNotContaining("existing.person");
        }

        @Test
        void tellsThatTheLoginOfADeactivatedPersonIsTaken() {
            assertThatThrownBy(() -> directory.createUser(person("former.colleague@example.com", PASSWORD)))
                    .isInstanceOf(OktaFailure.LoginTaken.class);
        }

        @Test
        void namesTheAttributesThatOktaRefuses() {
            assertThatThrownBy(() -> directory.createUser(new NewUser(
                            "Nora",
                            "Newman",
                            "no address",
                            "nora@example.com",
                            Optional.empty(),
                            Map.of(),
                            Optional.empty(),
                            List.of())))
                    .asInstanceOf(type(OktaFailure.InvalidProfile.class))
                    .satisfies(failure -> assertThat(failure.attributes()).containsExactly("email"))
                    .satisfies(failure -> assertThat(failure).hasMessageNotContaining("no address"));
        }

        @Test
        void tellsThatThePolicyRefusedThePasswordWithoutSayingIt() {
            assertThatThrownBy(() -> directory.createUser(person("nora@example.com", "tooweak")))
                    .isInstanceOf(OktaFailure.PasswordRejected.class)
                    .hasMessageNotContaining("tooweak");
        }

        @Test
        void tellsThatAGroupIsGoneHoweverOktaAnswers() {
            var newcomer = person("nora@example.com", PASSWORD, "00gdoesnotexist00000");

            assertThatThrownBy(() -> directory.createUser(newcomer)).isInstanceOf(OktaFailure.GroupGone.class);
            sandbox.org.rules().set("unknown-group-status", LongNode.valueOf(400));
            assertThatThrownBy(() -> directory.createUser(newcomer)).isInstanceOf(OktaFailure.GroupGone.class);
        }

        @Test
        void provesItsOwnWork() {
            Instant before = Instant.now().minusSeconds(30);
            OktaUser ours = directory.createUser(person("nora@example.com", PASSWORD));
            String theirs = sandbox.org.createPerson("Otto", "Other", "otto@example.com", null, List.of());

            assertThat(directory.createdByUs(ours.id(), "nora@example.com", before))
                    .contains(true);
            assertThat(directory.createdByUs(theirs, "otto@example.com", before))
                    .contains(false);
            assertThat(directory.createdByUs(ours.id(), "otto@example.com", before))
                    .as("made for somebody else")
                    .contains(false);
            assertThat(directory.createdByOthers(Set.of(theirs), "nora@example.com", before))
                    .isTrue();
            assertThat(directory.createdByOthers(Set.of(theirs, ours.id()), "nora@example.com", before))
                    .isFalse();
            assertThat(directory.createdAs("nora@example.com", before))
                    .extracting(SystemLog.Creation::userId)
                    .containsExactly(ours.id());
            assertThat(directory.createdAs("otto@example.com", before)).isEmpty();
        }

        @Test
        void takesOlderCreationsForNoProof() {
            OktaUser ours = directory.createUser(person("nora@example.com", PASSWORD));
            Instant afterwards = Instant.now().plusMillis(1);

            assertThat(directory.createdByUs(ours.id(), "nora@example.com", afterwards))
                    .isEmpty();
            assertThat(directory.createdAs("nora@example.com", afterwards)).isEmpty();
        }

        @Test
        void followsTheLogsPages() {
            order(logPage("[" + event(sandbox.clientId, "00uSomebodyElse1") + "]")
                    .withHeader("Link", "<https://elsewhere.example/api/v1/logs?after=17_1>; rel=\"next\""));
            order(logPage("[" + event(sandbox.clientId, "00uWanted1") + "]"));

            assertThat(directory.createdByUs("00uWanted1", "nora@example.com", Instant.now()))
                    .contains(true);
            var asked = sandbox.requests("GET", "/api/v1/logs");
            assertThat(asked).hasSize(2);
            assertThat(asked.get(0).query()).contains("since=").doesNotContain("after=");
            assertThat(asked.get(1).query()).contains("after=17_1").doesNotContain("since=");
        }

        /** Okta's filter is asked for the account, the kind of event and the time; what comes is checked all the same. */
        @Test
        void believesNoFilter() {
            String failed = event(sandbox.clientId, "00uWanted1").replace("SUCCESS", "FAILURE");
            String older = event(sandbox.clientId, "00uWanted1").replace("2999", "1999");
            String other = event(sandbox.clientId, "00uwanted1");
            String nobody = event("", "00uWanted1");
            String another = event(sandbox.clientId, "00uWanted1").replace("lifecycle.create", "lifecycle.activate");
            order(logPage("[" + String.join(",", failed, older, other, nobody, another) + "]"));

            assertThat(directory.createdByUs("00uWanted1", "nora@example.com", Instant.now()))
                    .isEmpty();
        }

        @Test
        void doesNotFollowPagesForEver() {
            sandbox.org
                    .server()
                    .faults()
                    .order(Fault.answer(
                                    "GET", "/api/v1/logs", 100, 200, "[" + event(sandbox.clientId, "00uOther1") + "]")
                            .withHeader("Link", "<https://elsewhere.example/api/v1/logs?after=1>; rel=\"next\""));

            assertThat(directory.createdByUs("00uWanted1", "nora@example.com", Instant.now()))
                    .isEmpty();
            assertThat(sandbox.requests("GET", "/api/v1/logs")).hasSize(2);
        }

        @Test
        void saysThatTheLogIsHiddenFromIt() {
            OktaUser ours = directory.createUser(person("nora@example.com", PASSWORD));
            sandbox.org.rules().set("logs-need-reporting-role", true);

            assertThatThrownBy(() -> directory.createdByUs(ours.id(), "nora@example.com", Instant.now()))
                    .isInstanceOf(OktaFailure.Setup.class)
                    .hasMessageContaining("read-log");
        }

        private void order(Fault fault) {
            sandbox.org.server().faults().order(fault);
        }

        private static Fault logPage(String events) {
            return Fault.answer("GET", "/api/v1/logs", 1, 200, events);
        }

        private static String event(String actor, String target) {
            return """
                    {"eventType":"user.lifecycle.create","published":"2999-01-01T00:00:00.000Z",
                     "outcome":{"result":"SUCCESS"},"actor":{"id":"%s"},
                     "target":[{"id":"%s","type":"User","alternateId":"nora@example.com"}]}
                    """.formatted(actor, target);
        }

        @Test
        void provesNothingWhileTheLogIsSilent() {
            Instant before = Instant.now().minusSeconds(30);
            sandbox.org.rules().set("log-lag-millis", LongNode.valueOf(60_000));
            OktaUser ours = directory.createUser(person("nora@example.com", PASSWORD));

            assertThat(directory.createdByUs(ours.id(), "nora@example.com", before))
                    .isEmpty();
            sandbox.clock.advance(Duration.ofSeconds(61));
            assertThat(directory.createdByUs(ours.id(), "nora@example.com", before))
                    .contains(true);
        }
    }

    @Nested
    class FindingAnAccount {

        /** Whoever has two of them has one address. */
        @Test
        void byItsAddressWhateverItsLogin() {
            OktaUser created = directory.createUser(new NewUser(
                    "Nora",
                    "Newman",
                    "shared@example.com",
                    "nora.admin@example.com",
                    Optional.empty(),
                    Map.of(),
                    Optional.of(Secret.of(PASSWORD)),
                    List.of()));

            await().untilAsserted(() ->
                    assertThat(directory.idsWithEmail("shared@example.com")).containsExactly(created.id()));
            assertThat(directory.idsWithEmail("nora.admin@example.com")).isEmpty();
            assertThat(directory.idsWithEmail("\" or status eq \"ACTIVE")).isEmpty();
        }

        @Test
        void findsByLogin() {
            assertThat(directory.findUser("existing.person@example.com"))
                    .get()
                    .extracting(OktaUser::status)
                    .isEqualTo(OktaUser.Status.ACTIVE);
            assertThat(directory.findUser("nobody@example.com")).isEmpty();
        }

        @Test
        void doesNotTakeAnIdForALogin() {
            OktaUser existing =
                    directory.findUser("existing.person@example.com").orElseThrow();

            assertThat(directory.findUser(existing.id())).isEmpty();
            assertThat(directory.user(existing.id())).isPresent();
        }

        @Test
        void readsAChangeAtOnce() {
            OktaUser created = directory.createUser(person("nora@example.com", null));
            assertThat(directory.user(created.id()).orElseThrow().status()).isEqualTo(OktaUser.Status.PROVISIONED);

            sandbox.org.createGroup("irrelevant");
            directory.addToGroup(sandbox.org.groupId("Sales"), created.id());

            assertThat(directory.groupsOf(created.id()))
                    .extracting(OktaGroup::name)
                    .contains("Sales");
        }
    }

    @Nested
    class Groups {

        @Test
        void addsAMemberAsOftenAsOneLikes() {
            String person = directory
                    .findUser("existing.person@example.com")
                    .orElseThrow()
                    .id();
            String sales = sandbox.org.groupId("Sales");

            directory.addToGroup(sales, person);
            directory.addToGroup(sales, person);
            assertThat(sandbox.org.groupsOf("existing.person@example.com")).contains("Sales");
        }

        @Test
        void tellsWhichOfGroupAndAccountIsGone() {
            String person = directory
                    .findUser("existing.person@example.com")
                    .orElseThrow()
                    .id();

            assertThatThrownBy(() -> directory.addToGroup("00gdoesnotexist00000", person))
                    .isInstanceOf(OktaFailure.GroupGone.class);
            assertThatThrownBy(() -> directory.addToGroup(sandbox.org.groupId("Sales"), "00udoesnotexist00000"))
                    .isInstanceOf(OktaFailure.UserGone.class);
        }

        @Test
        void findsByExactName() {
            sandbox.clock.advance(Duration.ofSeconds(5));

            assertThat(directory.findGroup("Engineering"))
                    .get()
                    .satisfies(group -> assertThat(group.isEditable()).isTrue())
                    .satisfies(group -> assertThat(group.id()).isEqualTo(sandbox.org.groupId("Engineering")));
            assertThat(directory.findGroup("Engineer")).isEmpty();
            assertThat(directory.findGroup("Say \"hi\" \\ there")).isEmpty();
            assertThat(directory.findGroup("Directory staff").orElseThrow().isEditable())
                    .isFalse();
        }

        @Test
        void createsAndFindsOnceTheIndexKnows() {
            OktaGroup made = directory.createGroup("Night \"shift\"", "People who work at night");

            assertThat(directory.group(made.id())).contains(made);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(directory.findGroup("Night \"shift\"")).contains(made));
            assertThatThrownBy(() -> directory.createGroup("Night \"shift\"", ""))
                    .isInstanceOf(OktaFailure.GroupNameTaken.class);
        }

        @Test
        void readsAllGroupsBeyondOnePage() {
            List<String> names =
                    IntStream.rangeClosed(1, 405).mapToObj(i -> "Team " + i).toList();
            names.forEach(sandbox.org::createGroup);
            String id = sandbox.org.createPerson("Many", "Hats", "many@example.com", null, names);

            List<OktaGroup> groups = directory.groupsOf(id);

            assertThat(groups)
                    .extracting(OktaGroup::name)
                    .contains("Everyone")
                    .containsAll(names)
                    .hasSize(406);
            assertThat(sandbox.requests("GET", "/api/v1/users/.*/groups")).hasSize(3);
        }

        @Test
        void saysThatAGroupOfAnApplicationCannotBeChanged() {
            String person = directory
                    .findUser("existing.person@example.com")
                    .orElseThrow()
                    .id();

            assertThatThrownBy(() -> directory.addToGroup(sandbox.org.groupId("Directory staff"), person))
                    .asInstanceOf(type(OktaFailure.Setup.class))
                    .extracting(OktaFailure::code)
                    .isEqualTo("okta.role-missing");
        }
    }

    @Nested
    class AdministratorRolesAreRead {

        @Test
        void ofGroups() {
            Roles none = directory.adminRolesOfGroup(sandbox.org.groupId("Engineering"));
            Roles some = directory.adminRolesOfGroup(sandbox.org.groupId("Okta Administrators"));

            assertThat(none).isEqualTo(new Roles.Known(List.of()));
            assertThat(none.countsAsAdministrator()).isFalse();
            assertThat(some).isEqualTo(new Roles.Known(List.of("ORG_ADMIN")));
            assertThat(some.countsAsAdministrator()).isTrue();
        }

        @Test
        void ofPeopleThroughTheirGroupsToo() {
            sandbox.org.createPerson("Ina", "Inherits", "ina@example.com", null, List.of("Okta Administrators"));
            String ina = directory.findUser("ina@example.com").orElseThrow().id();

            assertThat(directory.adminRolesOfUser(ina).countsAsAdministrator()).isTrue();
        }

        @Test
        void countsAsOneWhenItCannotBeRead() {
            try (var blind = OktaSandbox.granted(Set.copyOf(OktaScopes.NAMES), Set.of(AdminRole.USER_ADMIN), false)) {
                blind.org.rules().set("roles-need-super-admin", com.fasterxml.jackson.databind.node.BooleanNode.TRUE);

                Roles roles = blind.directory.adminRolesOfGroup(blind.org.groupId("Engineering"));

                assertThat(roles).isInstanceOf(Roles.Unreadable.class);
                assertThat(roles.countsAsAdministrator()).isTrue();
            }
        }

        @Test
        void doesNotBelieveAnEmptyAnswerToAnAppWithoutARole() {
            try (var powerless = OktaSandbox.granted(Set.copyOf(OktaScopes.NAMES), Set.of(), false)) {
                Roles roles = powerless.directory.adminRolesOfGroup(powerless.org.groupId("Okta Administrators"));

                assertThat(roles).isInstanceOf(Roles.Unreadable.class);
            }
        }

        @Test
        void believesWhatAnotherNodeSawForFiveMinutes() {
            sandbox.sightings.seen(sandbox.clock.instant());

            directory.adminRolesOfGroup(sandbox.org.groupId("Engineering"));
            assertThat(looksAtOwnRoles()).isZero();

            sandbox.clock.advance(java.time.Duration.ofMinutes(5));
            directory.adminRolesOfGroup(sandbox.org.groupId("Engineering"));
            assertThat(looksAtOwnRoles()).isEqualTo(1);
        }

        @Test
        void believesNothingThatIsStillToCome() {
            sandbox.sightings.seen(sandbox.clock.instant().plusSeconds(60));

            directory.adminRolesOfGroup(sandbox.org.groupId("Engineering"));

            assertThat(looksAtOwnRoles()).isEqualTo(1);
        }

        @Test
        void aRenewedSightIsKnownToAllNodes() {
            directory.renewSightOfRoles();

            assertThat(sandbox.sightings.last()).isPresent();
            directory.adminRolesOfGroup(sandbox.org.groupId("Engineering"));
            assertThat(looksAtOwnRoles()).isEqualTo(1);
        }

        @Test
        void aSightThatIsLostIsNotBelievedAnyMore() {
            try (var powerless = OktaSandbox.granted(Set.copyOf(OktaScopes.NAMES), Set.of(), false)) {
                String group = powerless.org.groupId("Engineering");
                powerless.sightings.seen(powerless.clock.instant());
                assertThat(powerless.directory.adminRolesOfGroup(group)).isEqualTo(new Roles.Known(List.of()));

                powerless.directory.renewSightOfRoles();

                assertThat(powerless.sightings.last()).isEmpty();
                assertThat(powerless.directory.adminRolesOfGroup(group)).isInstanceOf(Roles.Unreadable.class);
            }
        }

        @Test
        void aFailureLeavesTheSightToAge() {
            directory.renewSightOfRoles();
            var before = sandbox.sightings.last();
            sandbox.clock.advance(java.time.Duration.ofMinutes(2));
            sandbox.org.server().faults().order(Fault.answer("GET", "/oauth2/v1/clients/[^/]+/roles", 2, 503, "{}"));

            assertThatThrownBy(directory::renewSightOfRoles).isInstanceOf(OktaFailure.class);

            assertThat(sandbox.sightings.last()).isEqualTo(before).isPresent();
        }

        private long looksAtOwnRoles() {
            return sandbox.requests("GET", "/oauth2/v1/clients/[^/]+/roles").size();
        }

        @Test
        void tellsThatTheGroupIsGone() {
            assertThatThrownBy(() -> directory.adminRolesOfGroup("00gdoesnotexist00000"))
                    .isInstanceOf(OktaFailure.GroupGone.class);
        }
    }

    @Test
    void countsEachCallWithoutPersonalData() {
        directory.findUser("existing.person@example.com");

        assertThat(sandbox.meters.get("latchkey.remote.calls").timers())
                .extracting(timer ->
                        timer.getId().getTag("operation") + " " + timer.getId().getTag("outcome"))
                .as("the first token is asked for twice, once to be told a nonce")
                .containsExactlyInAnyOrder("token 4xx", "token ok", "find-user ok");
    }
}
