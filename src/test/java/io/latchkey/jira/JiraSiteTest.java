package io.latchkey.jira;

import static io.latchkey.sandbox.jira.Cast.ADA;
import static io.latchkey.sandbox.jira.Cast.MIA;
import static io.latchkey.sandbox.jira.Cast.PAUL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.SiteFields;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JiraSiteTest {

    private final AtSite at = new AtSite();

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void knowsItsOwnAccountAndAsksOnce() {
        assertThat(at.appAccount.of(at.tenant)).isEqualTo(at.installation.accountId());
        at.forgetTraffic();

        assertThat(at.appAccount.of(at.tenant)).isEqualTo(at.installation.accountId());
        assertThat(at.traffic()).isEmpty();
    }

    @Test
    void remembersNoFailure() {
        at.order(Fault.answer("GET", "/rest/api/3/myself", 1, 503, "{}"));

        assertThatThrownBy(() -> at.appAccount.of(at.tenant)).isInstanceOf(JiraFailure.Unavailable.class);
        assertThat(at.appAccount.of(at.tenant)).isEqualTo(at.installation.accountId());
    }

    @Test
    void listsTheSitesFields() {
        assertThat(at.settings.fields(at.tenant))
                .anySatisfy(field -> {
                    assertThat(field.id()).isEqualTo(SiteFields.DEPARTMENT);
                    assertThat(field.name()).isEqualTo("Department");
                    assertThat(field.custom()).isTrue();
                    assertThat(field.type().type()).isEqualTo("option");
                })
                .anySatisfy(field -> {
                    assertThat(field.id()).isEqualTo("summary");
                    assertThat(field.custom()).isFalse();
                });
    }

    @Test
    void tellsTheFieldThatHoldsTheRequestType() {
        assertThat(at.settings.fields(at.tenant))
                .filteredOn(Field::holdsRequestType)
                .extracting(Field::id)
                .containsExactly(SiteFields.REQUEST_TYPE);
    }

    @Test
    void listsDesksTypesAndTheirFields() {
        ServiceDesk desk = at.settings.serviceDesks(at.tenant).get(0);
        RequestType type = at.settings.requestTypes(at.tenant, desk.id()).stream()
                .filter(one -> one.name().equals("Onboard a new employee"))
                .findFirst()
                .orElseThrow();

        assertThat(desk).isEqualTo(new ServiceDesk("1", "10000", "ITH", desk.projectName()));
        assertThat(type).isEqualTo(new RequestType("25", "Onboard a new employee", "1", "10010"));
        assertThat(at.settings.requestTypeFields(at.tenant, desk.id(), type.id()))
                .contains(new RequestTypeField(
                        "summary", "Summary", true, true, new Field.Type("string", null, "summary", null)))
                .anySatisfy(field -> {
                    assertThat(field.fieldId()).isEqualTo(SiteFields.WORK_EMAIL);
                    assertThat(field.required()).isFalse();
                    assertThat(field.type().type()).isEqualTo("string");
                });
    }

    @Test
    void namesThePermissionThatTheAppLacks() {
        Set<Permission> all = EnumSet.allOf(Permission.class);
        assertThat(at.settings.ownPermissions(at.tenant, "10000", all)).isEqualTo(all);

        at.deny("SERVICEDESK_AGENT", "ADD_COMMENTS");

        assertThat(at.settings.ownPermissions(at.tenant, "10000", all))
                .containsExactlyInAnyOrder(Permission.BROWSE_PROJECTS, Permission.TRANSITION_ISSUES);
    }

    @Test
    void checksWhatAPersonMay() {
        Set<Permission> asked = EnumSet.of(Permission.BROWSE_PROJECTS, Permission.SERVICEDESK_AGENT);

        assertThat(at.settings.permissionsOf(at.tenant, MIA.accountId(), "10000", asked))
                .containsExactly(Permission.BROWSE_PROJECTS);
        assertThat(at.settings.permissionsOf(at.tenant, ADA.accountId(), "10000", asked))
                .isEqualTo(asked);
    }

    @Test
    void provesThatApprovalsCanBeRead() {
        String key = at.site.raise(Onboarding.newcomer(1));
        assertThat(at.settings.mayReadApprovals(at.tenant, "10000")).isEqualTo(JiraSite.Proof.NOTHING_TO_READ);

        at.site.approve(key, PAUL);
        assertThat(at.settings.mayReadApprovals(at.tenant, "10000")).isEqualTo(JiraSite.Proof.PROVEN);

        at.order(Fault.answer("GET", ".*/approval", 1, 403, "{}"));
        assertThat(at.settings.mayReadApprovals(at.tenant, "10000")).isEqualTo(JiraSite.Proof.REFUSED);

        at.order(Fault.answer("GET", ".*/approval", 1, 200, "{\"values\":[],\"isLastPage\":true}"));
        assertThat(at.settings.mayReadApprovals(at.tenant, "10000")).isEqualTo(JiraSite.Proof.REFUSED);
    }
}
