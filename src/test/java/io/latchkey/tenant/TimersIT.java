package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.Task;
import io.latchkey.tenant.store.ConnectHosts;
import io.latchkey.work.ReviveAtOnce;
import io.latchkey.work.TenantTimer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every tenant has each of its timers once, and none is lost with the node that ran it. */
class TimersIT extends DoorTest {

    @Autowired
    ConnectHosts hosts;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    List<TenantTimer> timers;

    @Autowired
    List<Task<?>> tasks;

    @Test
    void anInstallationStartsThemAndAnotherChangesNothing() {
        Site site = installed();
        List<String> first = timersOf(site);

        assertThat(lifecycle(site, "installed").statusCode()).isEqualTo(204);

        assertThat(timers)
                .extracting(Task::getName)
                .containsExactlyInAnyOrder(
                        "sweep",
                        "okta-role-sighting",
                        "okta-key-retirement",
                        "personal-data",
                        "grants-expiry",
                        "handover");
        assertThat(first)
                .containsExactly(
                        "grants-expiry",
                        "handover",
                        "okta-key-retirement",
                        "okta-role-sighting",
                        "personal-data",
                        "sweep");
        assertThat(timersOf(site)).isEqualTo(first);
    }

    @Test
    void whatANodeThatDiedWasRunningIsDueByTheInjectedClock() {
        assertThat(tasks)
                .extracting(Task::getName)
                .containsExactlyInAnyOrder(
                        "work",
                        "sweep",
                        "okta-role-sighting",
                        "okta-key-retirement",
                        "personal-data",
                        "grants-expiry",
                        "handover",
                        "retention");
        assertThat(tasks)
                .allSatisfy(task -> assertThat(task.getDeadExecutionHandler()).isInstanceOf(ReviveAtOnce.class));
    }

    private List<String> timersOf(Site site) {
        String tenant = hosts.byClientKey(site.clientKey())
                .orElseThrow()
                .installation()
                .tenant()
                .toString();
        return jdbc.sql("select task_name from scheduled_tasks where task_instance = ? order by task_name")
                .param(tenant)
                .query(String.class)
                .list();
    }
}
