package io.latchkey.jira;

import static io.latchkey.sandbox.jira.Cast.GUS;
import static io.latchkey.sandbox.jira.Cast.MIA;
import static io.latchkey.sandbox.jira.Cast.PAUL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.SiteFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JiraRequestsTest {

    private final AtSite at = new AtSite();
    private final String key = at.site.raise(Onboarding.newcomer(1));
    private final String id = at.site.idOf(key);

    @AfterEach
    void close() {
        at.close();
    }

    private ServiceRequest read(String... fieldIds) {
        return at.requests.request(at.tenant, id, SiteFields.REQUEST_TYPE, Set.of(fieldIds));
    }

    private String rawIssue() {
        return lastAnswer("/rest/api/3/issue/" + id);
    }

    private String lastAnswer(String path) {
        List<Exchange> answers =
                at.site.server().traffic().matching(exchange -> exchange.path().equals(path));
        return answers.get(answers.size() - 1).responseText();
    }

    @Nested
    class Request {

        @Test
        void holdsWhatJiraHolds() {
            ServiceRequest request = read(SiteFields.FIRST_NAME, SiteFields.DEPARTMENT);

            assertThat(request.issueId()).isEqualTo(id);
            assertThat(request.key()).isEqualTo(key);
            assertThat(request.projectId()).isEqualTo("10000");
            assertThat(request.serviceDeskId()).isEqualTo("1");
            assertThat(request.requestTypeId()).isEqualTo("25");
            assertThat(request.issueTypeId()).isEqualTo("10010");
            assertThat(request.status())
                    .isEqualTo(new Status("10001", "Waiting for approval", StatusCategory.INDETERMINATE));
            assertThat(request.reporter()).isEqualTo(new Person(MIA.accountId(), "atlassian", true));
            assertThat(request.creator()).isEqualTo(request.reporter());
            assertThat(request.summary()).isEqualTo("Onboard Nora Newcomer1");
            assertThat(request.created()).isEqualTo(request.updated());
            assertThat(request.fields().keySet())
                    .containsExactlyInAnyOrder(SiteFields.FIRST_NAME, SiteFields.DEPARTMENT);
            assertThat(request.fields().get(SiteFields.FIRST_NAME)).isEqualTo(TextNode.valueOf("Nora"));
        }

        @Test
        void takesOneCall() {
            at.forgetTraffic();

            read(SiteFields.FIRST_NAME);

            assertThat(at.traffic()).extracting(Exchange::path).containsExactly("/rest/api/3/issue/" + id);
        }

        @Test
        void tellsAnEmptyFieldFromOneThatIsNotThere() {
            ServiceRequest request = read(SiteFields.START_DATE, "customfield_99999");

            assertThat(request.fields()).containsEntry(SiteFields.START_DATE, NullNode.getInstance());
            assertThat(request.fields()).doesNotContainKey("customfield_99999");
        }

        @Test
        void asksForTheDeskThatTheTypeDoesNotName() {
            read();
            String without = rawIssue().replace("\"serviceDeskId\":\"1\",", "");
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 200, without));
            at.forgetTraffic();

            assertThat(read().serviceDeskId()).isEqualTo("1");
            assertThat(at.traffic())
                    .extracting(Exchange::path)
                    .containsExactly("/rest/api/3/issue/" + id, "/rest/servicedeskapi/request/" + id);
        }

        @Test
        void anIssueWithoutRequestTypeIsNoRequest() {
            read();
            String without = rawIssue().replace("\"requestType\":{", "\"other\":{");
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 200, without));

            ServiceRequest request = read();

            assertThat(request.requestTypeId()).isNull();
            assertThat(request.serviceDeskId()).isNull();
        }

        @Test
        void nobodyIsRecognisedByAnUnknownAccount() {
            read();
            String unknown = rawIssue().replace(MIA.accountId(), "unknown");
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 200, unknown));

            assertThat(read().reporter()).isNull();
        }

        @Test
        void printsNothingThatPeopleWrote() {
            assertThat(read(SiteFields.FIRST_NAME).toString()).doesNotContain("Nora");
        }

        @Test
        void refusesWhatIsNoFieldId() {
            assertThatThrownBy(() -> read("*all,-comment")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Approvals {

        @Test
        void sayWhoDecidedWhat() {
            at.site.approve(key, PAUL);

            List<Approval> approvals = at.requests.approvals(at.tenant, id);

            assertThat(approvals).singleElement().satisfies(approval -> {
                assertThat(approval.name()).isEqualTo("Waiting for approval");
                assertThat(approval.decision()).isEqualTo(Approval.Decision.APPROVED);
                assertThat(approval.completedAt()).isAfterOrEqualTo(approval.createdAt());
                assertThat(approval.approvers())
                        .containsExactly(new Approval.Approver(PAUL.accountId(), true, Approval.Decision.APPROVED));
            });
        }

        @Test
        void arePendingUntilSomebodyDecides() {
            Approval approval = at.requests.approvals(at.tenant, id).get(0);

            assertThat(approval.decision()).isEqualTo(Approval.Decision.PENDING);
            assertThat(approval.completedAt()).isNull();
        }

        @Test
        void areReadWholeOverAllPages() {
            for (int round = 0; round < 60; round++) {
                at.site.approve(key, PAUL);
                at.site.transition(key, GUS, "51");
            }
            at.forgetTraffic();

            List<Approval> approvals = at.requests.approvals(at.tenant, id);

            assertThat(approvals).hasSize(61).doesNotHaveDuplicates();
            assertThat(approvals.get(60).decision()).isEqualTo(Approval.Decision.PENDING);
            assertThat(at.traffic()).hasSize(2);
        }

        @Test
        void aWordThatIsNotDocumentedIsNoApproval() {
            at.site.approve(key, PAUL);
            at.requests.approvals(at.tenant, id);
            String other = lastAnswer("/rest/servicedeskapi/request/" + id + "/approval")
                    .replace("\"approved\"", "\"Approved by rule\"");
            at.order(Fault.answer("GET", ".*/approval", 1, 200, other));

            Approval approval = at.requests.approvals(at.tenant, id).get(0);

            assertThat(approval.decision()).isEqualTo(Approval.Decision.UNKNOWN);
            assertThat(approval.approvers().get(0).decision()).isEqualTo(Approval.Decision.UNKNOWN);
        }

        @Test
        void aPageThatDoesNotSayWhetherItIsTheLastProvesNothing() {
            at.order(Fault.answer("GET", ".*/approval", 1, 200, "{\"values\":[]}"));

            assertThatThrownBy(() -> at.requests.approvals(at.tenant, id))
                    .isInstanceOf(JiraFailure.NotUnderstood.class)
                    .hasMessageContaining("isLastPage");
        }

        @Test
        void anEmptyPageThatIsNotTheLastProvesNothing() {
            at.order(Fault.answer("GET", ".*/approval", 1, 200, "{\"values\":[],\"isLastPage\":false}"));

            assertThatThrownBy(() -> at.requests.approvals(at.tenant, id))
                    .isInstanceOf(JiraFailure.NotUnderstood.class);
        }
    }

    @Nested
    class Changelog {

        @Test
        void isReadWholeOverAllPages() {
            int edits = 205;
            for (int edit = 0; edit < edits; edit++) {
                at.site.edit(key, GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Nora" + edit));
            }
            at.forgetTraffic();

            List<Change> changes = at.requests.changelog(at.tenant, id);

            List<String> seen = changes.stream()
                    .filter(change -> SiteFields.FIRST_NAME.equals(change.fieldId()))
                    .map(change -> Objects.requireNonNull(change.toText()))
                    .toList();
            List<String> expected = new ArrayList<>();
            for (int edit = 0; edit < edits; edit++) {
                expected.add("Nora" + edit);
            }
            assertThat(seen).isEqualTo(expected);
            assertThat(at.traffic()).hasSize(3);
        }

        @Test
        void saysWhoChangedWhat() {
            at.site.approve(key, PAUL);

            List<Change> changes = at.requests.changelog(at.tenant, id);

            assertThat(changes)
                    .filteredOn(change -> "status".equals(change.fieldId()))
                    .last()
                    .satisfies(change -> {
                        assertThat(change.authorAccountId()).isEqualTo(PAUL.accountId());
                        assertThat(change.from()).isEqualTo("10001");
                        assertThat(change.to()).isEqualTo("10002");
                        assertThat(change.toText()).isEqualTo("Approved");
                    });
        }

        @Test
        void isNotJudgedWhenItIsTooLong() {
            at.order(Fault.answer(
                    "GET", ".*/changelog", 1, 200, "{\"values\":[],\"total\":10001,\"isLast\":false,\"startAt\":0}"));

            assertThatThrownBy(() -> at.requests.changelog(at.tenant, id))
                    .isInstanceOf(JiraFailure.TooMuch.class)
                    .hasMessageContaining("10001")
                    .hasMessageContaining("10000");
        }

        @Test
        void isNotJudgedWhenTheLastPageEndsTooEarly() {
            at.order(Fault.answer(
                    "GET", ".*/changelog", 1, 200, "{\"values\":[],\"total\":7,\"isLast\":true,\"startAt\":0}"));

            assertThatThrownBy(() -> at.requests.changelog(at.tenant, id))
                    .isInstanceOf(JiraFailure.NotUnderstood.class);
        }
    }

    @Nested
    class Search {

        @Test
        void goesThroughAllPages() {
            List<String> raised = new ArrayList<>(List.of(id));
            for (int more = 2; more <= 5; more++) {
                raised.add(at.site.idOf(at.site.raise(Onboarding.newcomer(more))));
            }

            String jql = "project = ITH ORDER BY created ASC";
            SearchPage first = at.requests.search(at.tenant, jql, null, 2);
            SearchPage second = at.requests.search(at.tenant, jql, first.nextPageToken(), 2);
            SearchPage third = at.requests.search(at.tenant, jql, second.nextPageToken(), 2);

            List<String> found = new ArrayList<>(first.issueIds());
            found.addAll(second.issueIds());
            found.addAll(third.issueIds());
            assertThat(found).isEqualTo(raised);
            assertThat(third.nextPageToken()).isNull();
            assertThat(first.found().get(0).status().id()).isEqualTo("10001");
        }

        @Test
        void saysWhatJiraDoesNotUnderstand() {
            assertThatThrownBy(() -> at.requests.search(at.tenant, "colour = red", null, 10))
                    .asInstanceOf(type(JiraFailure.Rejected.class))
                    .satisfies(refused -> {
                        assertThat(refused.status()).isEqualTo(400);
                        assertThat(refused.explanation()).contains("Field 'colour' does not exist");
                        assertThat(refused.code()).isEqualTo("jira.rejected");
                    });
        }

        @Test
        void isRefusedWithoutARestriction() {
            assertThatThrownBy(() -> at.requests.search(at.tenant, "ORDER BY created", null, 10))
                    .isInstanceOf(JiraFailure.Rejected.class);
        }

        @Test
        void aLostAnswerChangedNothing() {
            at.order(Fault.cutAfter("POST", "/rest/api/3/search/jql", 1));

            assertThatThrownBy(() -> at.requests.search(at.tenant, "project = ITH", null, 10))
                    .isInstanceOf(JiraFailure.Unavailable.class);
        }
    }

    @Nested
    class Failing {

        @Test
        void aHiddenRequestIsNotSeen() {
            at.site.hideFromApps(key, true);

            assertThatThrownBy(() -> read())
                    .isInstanceOf(JiraFailure.NotSeen.class)
                    .hasMessageContaining("deleted")
                    .hasMessageContaining("hidden");
        }

        @Test
        void whatWasRemovedIsGone() {
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 410, "{}"));

            assertThatThrownBy(() -> status()).isInstanceOf(JiraFailure.Gone.class);
        }

        @Test
        void aRefusalNamesTheLikelyPermission() {
            at.order(Fault.answer("GET", ".*/approval", 1, 403, "{\"errorMessage\":\"no\"}"));

            assertThatThrownBy(() -> at.requests.approvals(at.tenant, id))
                    .isInstanceOf(JiraFailure.Forbidden.class)
                    .hasMessageContaining("Service Project Agent");
        }

        @Test
        void anUninstalledAppIsNotAccepted() {
            at.uninstall();

            assertThatThrownBy(() -> status())
                    .isInstanceOf(JiraFailure.Unauthorized.class)
                    .hasMessageContaining("uninstalled");
        }

        @Test
        void aBurstWaitsAsLongAsJiraAsks() {
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 429, "{}")
                    .withHeader("Retry-After", "17")
                    .withHeader("RateLimit-Reason", "jira-burst-based"));

            assertThatThrownBy(() -> status())
                    .asInstanceOf(type(JiraFailure.RateLimited.class))
                    .satisfies(limited -> {
                        assertThat(limited.reason()).isEqualTo(LimitReason.BURST);
                        assertThat(limited.retryAfter()).hasValue(java.time.Duration.ofSeconds(17));
                    });
        }

        @Test
        void aUsedUpQuotaWaitsForTheReset() {
            at.site.rules().set(JiraRules.QUOTA_POINTS, 1);
            at.site.rules().set(JiraRules.RETRY_AFTER_SENT, false);
            status();

            assertThatThrownBy(() -> status())
                    .asInstanceOf(type(JiraFailure.RateLimited.class))
                    .satisfies(limited -> {
                        assertThat(limited.reason()).isEqualTo(LimitReason.QUOTA_GLOBAL);
                        assertThat(limited.retryAfter().orElseThrow())
                                .isPositive()
                                .isLessThanOrEqualTo(java.time.Duration.ofHours(1));
                    });
        }

        @Test
        void downIsRetried() {
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 503, "<html>down</html>")
                    .withHeader("Retry-After", "9"));

            assertThatThrownBy(() -> status())
                    .asInstanceOf(type(JiraFailure.Unavailable.class))
                    .satisfies(down -> assertThat(down.retryAfter()).hasValue(java.time.Duration.ofSeconds(9)));
            assertThat(status().id()).isEqualTo("10001");
        }

        @Test
        void slowIsRetried() {
            at.order(Fault.delay("GET", "/rest/api/3/issue/.*", 1, java.time.Duration.ofSeconds(2)));

            assertThatThrownBy(() -> status())
                    .isInstanceOf(JiraFailure.Unavailable.class)
                    .hasMessageContaining("in time");
        }

        @Test
        void aCutAnswerIsRetried() {
            at.order(Fault.cutBefore("GET", "/rest/api/3/issue/.*", 1));

            assertThatThrownBy(() -> status()).isInstanceOf(JiraFailure.Unavailable.class);
        }

        @Test
        void aPageInsteadOfJsonIsRetried() {
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 200, "<html>Log in</html>"));

            assertThatThrownBy(() -> status()).isInstanceOf(JiraFailure.Unavailable.class);
        }

        @Test
        void aRedirectIsNotFollowed() {
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 302, "{}")
                    .withHeader("Location", "http://localhost:1/elsewhere"));

            assertThatThrownBy(() -> status())
                    .isInstanceOf(JiraFailure.NotUnderstood.class)
                    .hasMessageContaining("302");
        }

        @Test
        void anAnswerWithoutItsStatusIsNotUnderstood() {
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 200, "{\"id\":\"1\",\"fields\":{}}"));

            assertThatThrownBy(() -> status())
                    .isInstanceOf(JiraFailure.NotUnderstood.class)
                    .hasMessageContaining("\"id\"");
        }

        @Test
        void messagesNameNoPersonAndNoAddress() {
            at.order(Fault.answer(
                    "GET",
                    "/rest/api/3/issue/.*",
                    1,
                    400,
                    "{\"errorMessages\":[\"no user nora@example.com (" + MIA.accountId() + ")\\n\\u202Eevil\"]}"));

            assertThatThrownBy(() -> status())
                    .isInstanceOf(JiraFailure.Rejected.class)
                    .hasMessageContaining("no user (e-mail) ((account))[U+000A][U+202E]evil");
        }

        @Test
        void everyCallIsTimedWithItsOutcome() {
            at.order(Fault.answer("GET", "/rest/api/3/issue/.*", 1, 429, "{}"));
            assertThatThrownBy(() -> status()).isInstanceOf(JiraFailure.RateLimited.class);
            status();

            assertThat(timed("rate-limited")).isEqualTo(1);
            assertThat(timed("ok")).isEqualTo(1);
        }

        private Status status() {
            return at.requests.status(at.tenant, id);
        }

        private long timed(String outcome) {
            return at.meters
                    .get("latchkey.remote.calls")
                    .tags("vendor", "jira", "operation", "read-status", "outcome", outcome)
                    .timer()
                    .count();
        }
    }

    @Test
    void tellsWhatKindOfAccountItIs() {
        assertThat(at.requests.accountType(at.tenant, PAUL.accountId())).contains("atlassian");
        assertThat(at.requests.accountType(at.tenant, "557058:nobody")).isEmpty();
    }
}
