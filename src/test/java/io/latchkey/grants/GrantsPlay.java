package io.latchkey.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailFilter;
import io.latchkey.audit.TrailRow;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.testing.RunningProduct;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.RunState;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;

/** What tests of grants do: steps of plans, the hands of people in Okta, and time. */
public final class GrantsPlay {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final RunningProduct product;
    private final TenantId tenant;

    /** In the tenant of the product's site. */
    public GrantsPlay(RunningProduct product) {
        this.product = product;
        this.tenant = TenantId.of(
                product.administrator().get("/api/installation").path("tenant").asText());
    }

    /** Somebody in the org. */
    public record Somebody(String login, String id) {}

    TenantId tenant() {
        return tenant;
    }

    /** The tenant of the product's site. */
    public String tenantId() {
        return tenant.toString();
    }

    <T> T bean(Class<T> type) {
        ApplicationContext context = product.context();
        return context.getBean(type);
    }

    <T> T inside(Supplier<T> work) {
        return bean(TenantTransactions.class).write(tenant, work);
    }

    Grants grants() {
        return bean(Grants.class);
    }

    /** Somebody new, in these groups. */
    public Somebody somebody(String... groups) {
        String login = "somebody." + NUMBERS.incrementAndGet() + "@example.com";
        return new Somebody(login, product.okta().createPerson("Some", "Body", login, null, List.of(groups)));
    }

    /** A new group. */
    public String group() {
        String name = "Group " + NUMBERS.incrementAndGet();
        product.okta().createGroup(name);
        return name;
    }

    /** The id of a request that nobody knows. */
    public String issue() {
        return String.valueOf(900_000 + NUMBERS.incrementAndGet());
    }

    static ObjectNode days(int days) {
        return StepResult.nothing().put("days", days);
    }

    UUID give(Somebody somebody, String group, int days, String issue) {
        return run(GiveStep.KIND, input(somebody, group, issue).set("ends", days(days)), issue);
    }

    UUID extend(Somebody somebody, String group, int days, String issue) {
        return run(ExtendStep.KIND, input(somebody, group, issue).set("ends", days(days)), issue);
    }

    ObjectNode input(Somebody somebody, String group, String issue) {
        ObjectNode input = StepResult.nothing()
                .put("connection", "main")
                .put("user", somebody.id)
                .put("issueId", issue)
                .put("reason", "a project");
        input.putArray("groupIds").add(product.okta().groupId(group));
        return input;
    }

    UUID run(String kind, com.fasterxml.jackson.databind.JsonNode input, String subject) {
        UUID id = bean(Ids.class).next();
        Plan plan = new Plan(StepResult.nothing(), List.of(new PlannedStep("step", kind, input)));
        inside(() -> {
            bean(Work.class).start(tenant, new NewRun(id, "test.grants", subject, subject, plan));
            return true;
        });
        return id;
    }

    void awaitRun(UUID run, String state) {
        RunningProduct.await()
                .untilAsserted(() ->
                        assertThat(run(run).state()).as(run(run).toString()).isEqualTo(state));
    }

    RunState run(UUID run) {
        return inside(() -> bean(Work.class).run(tenant, run)).orElseThrow();
    }

    /** Gives access and waits until it is there; tells the grant. */
    public Grant given(Somebody somebody, String group, int days, String issue) {
        awaitRun(give(somebody, group, days, issue), "done");
        assertThat(isMember(somebody, group)).isTrue();
        return theGrant(issue);
    }

    Grant theGrant(String issue) {
        List<Grant> all = inside(() -> grants().list(tenant, GrantFilter.ofIssue(issue), null, 10));
        assertThat(all).as("grants of issue " + issue).hasSize(1);
        return all.get(0);
    }

    void awaitState(String issue, Grant.State state) {
        RunningProduct.await()
                .untilAsserted(() -> assertThat(theGrant(issue))
                        .satisfies(grant ->
                                assertThat(grant.state()).as(grant.toString()).isEqualTo(state)));
    }

    /** Waits until the only grant of the request stands so, for this reason. */
    public void awaitEnd(String issue, Grant.State state, String why) {
        awaitState(issue, state);
        assertThat(theGrant(issue).why()).contains(why);
    }

    /** Whether somebody is in a group now. */
    public boolean isMember(Somebody somebody, String group) {
        return product.okta().groupsOf(somebody.login).contains(group);
    }

    /** A person, in Okta's console. */
    void byHand(String method, Somebody somebody, String group) {
        assertThat(product.oktaAdministrator()
                        .send(method, "/api/v1/groups/" + product.okta().groupId(group) + "/users/" + somebody.id, null)
                        .statusCode())
                .isEqualTo(204);
    }

    /** Time passes here and at the vendors, and what is due is noticed. */
    public void pass(Duration time) {
        passUnnoticed(time);
        passTimer();
    }

    /** Time passes here and at the vendors, and nobody notices yet but timers. */
    public void passUnnoticed(Duration time) {
        product.passUnnoticed(time);
    }

    /** Ends everything that is due, without the waiting of timers. */
    void passTimer() {
        bean(ExpiryTimer.class).run(tenant);
    }

    List<String> trail(String issue) {
        return bean(Trail.class).read(tenant, TrailFilter.about(issue)).rows().stream()
                .map(TrailRow::kind)
                .filter(kind -> kind.startsWith("grant."))
                .toList();
    }
}
