package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every code that Okta publishes and that our calls can meet becomes the one failure that says what to do. */
class FailuresTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Failures failures = new Failures(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "E0000003, 400, Refused, OURS",
        "E0000004, 401, Setup, SETUP",
        "E0000005, 401, Setup, SETUP",
        "E0000005, 403, Setup, SETUP",
        "E0000006, 403, Setup, SETUP",
        "E0000008, 404, Setup, SETUP",
        "E0000009, 500, Unavailable, OUTSIDE",
        "E0000010, 503, Unavailable, OUTSIDE",
        "E0000011, 401, Setup, SETUP",
        "E0000014, 403, PasswordRejected, SETUP",
        "E0000015, 401, Setup, SETUP",
        "E0000016, 403, WrongState, CALLER",
        "E0000022, 405, Refused, OURS",
        "E0000023, 403, Refused, OUTSIDE",
        "E0000028, 400, Refused, OURS",
        "E0000031, 400, Refused, OURS",
        "E0000038, 403, WrongState, CALLER",
        "E0000047, 429, RateLimited, OUTSIDE",
        "E0000060, 501, Refused, OUTSIDE",
        "E0000062, 409, Refused, OUTSIDE",
        "E0000080, 403, PasswordRejected, SETUP",
        "E0000090, 409, Refused, OUTSIDE",
        "E0000093, 400, Refused, OURS",
        "E0000100, 503, Unavailable, OUTSIDE",
        "E0000107, 403, WrongState, CALLER",
        "E0000112, 409, InTransition, OUTSIDE",
        "E0000117, 403, WrongState, CALLER",
        "E0000118, 429, RateLimited, OUTSIDE",
        "E0000124, 400, Refused, OURS",
        "E0000195, 409, Refused, OUTSIDE",
        "E0000239, 423, InTransition, OUTSIDE",
        "E0000249, 409, InTransition, OUTSIDE",
        "E0000253, 409, InTransition, OUTSIDE",
        "E0000256, 414, Refused, OURS",
        "E0000268, 409, InTransition, OUTSIDE",
    })
    void mapsEachCode(String code, int status, String type, FailureKind kind) {
        OktaFailure failure = failures.of(OktaOperation.FIND_USER, answer(status, body(code, "secret@example.com")));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).matches("okta(\\.[a-z0-9-]+)+");
        assertThat(failure)
                .hasMessageContaining("req123")
                .hasMessageNotContaining("secret@example.com")
                .hasNoCause();
    }

    @ParameterizedTest
    @EnumSource(OktaOperation.class)
    void aServerErrorLeavesAChangeInDoubtAndNothingElse(OktaOperation operation) {
        OktaFailure failure = failures.of(operation, answer(500, body("E0000009", "")));

        assertThat(failure instanceof OktaFailure.OutcomeUnknown).isEqualTo(operation.changes());
    }

    @Test
    void anUnreadableSuccessLeavesAChangeInDoubt() {
        assertThat(failures.of(OktaOperation.CREATE_USER, answer(200, "<html>")))
                .isInstanceOf(OktaFailure.OutcomeUnknown.class);
    }

    @Test
    void tellsAScopeFromARole() {
        var scope = new Answer(
                403,
                Map.of("www-authenticate", List.of("Bearer error=\"insufficient_scope\"")),
                body("E0000006", "").getBytes(StandardCharsets.UTF_8));

        assertThat(failures.of(OktaOperation.READ_LOG, scope).code()).isEqualTo("okta.scope-missing");
        assertThat(failures.of(OktaOperation.READ_LOG, answer(403, body("E0000006", "")))
                        .code())
                .isEqualTo("okta.role-missing");
    }

    /** What names nothing is about what the call asks for. */
    @ParameterizedTest
    @CsvSource({
        "GET_GROUP, GroupGone",
        "LIST_ROLES_OF_GROUP, GroupGone",
        "LIST_APPS_OF_GROUP, GroupGone",
        "GET_APP, Refused",
        "FIND_USER, UserGone"
    })
    void whatIsGoneIsWhatWasAskedFor(OktaOperation operation, String type) {
        OktaFailure failure = failures.of(operation, answer(404, body("E0000007", "Not found")));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    }

    /** Any attribute can be unique; only the login is what makes an account somebody's. */
    @Test
    void anotherUniqueAttributeIsNoTakenLogin() {
        String taken = "An object with this field already exists in the current organization";

        assertThat(failures.of(OktaOperation.CREATE_USER, answer(400, caused("employeeNumber: " + taken))))
                .isInstanceOfSatisfying(
                        OktaFailure.InvalidProfile.class,
                        failure -> assertThat(failure.attributes()).containsExactly("employeeNumber"));
        assertThat(failures.of(OktaOperation.CREATE_USER, answer(400, caused("login: " + taken))))
                .isInstanceOf(OktaFailure.LoginTaken.class);
    }

    @Nested
    class WaitingTimes {

        @Test
        void followTheResetAgainstOktasClock() {
            long reset = NOW.plusSeconds(3600 + 20).getEpochSecond();

            assertThat(wait("600", "0", reset, "Sat, 21 Nov 2026 11:00:00 GMT")).isEqualTo(Duration.ofSeconds(21));
        }

        @Test
        void followOurClockWhenADateIsMissingOrGarbled() {
            long reset = NOW.plusSeconds(20).getEpochSecond();

            assertThat(wait("600", "0", reset, null)).isEqualTo(Duration.ofSeconds(21));
            assertThat(wait("600", "0", reset, "yesterday")).isEqualTo(Duration.ofSeconds(21));
        }

        @Test
        void areShortForTooManyAtTheSameTime() {
            assertThat(wait("0", "0", NOW.plusSeconds(60).getEpochSecond(), null))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        }

        @Test
        void areBounded() {
            assertThat(wait("600", "0", NOW.minusSeconds(60).getEpochSecond(), null))
                    .isEqualTo(Duration.ofSeconds(1));
            assertThat(wait("600", "0", 999_999_999_999_999_999L, null)).isEqualTo(Duration.ofMinutes(2));
            assertThat(RetryTimes.after(answer(429, ""), Clock.systemUTC())).isEqualTo(Duration.ofSeconds(5));
        }

        private Duration wait(
                String limit, String remaining, long reset, @org.jspecify.annotations.Nullable String date) {
            var headers = new java.util.HashMap<>(Map.of(
                    "x-rate-limit-limit", List.of(limit),
                    "x-rate-limit-remaining", List.of(remaining),
                    "x-rate-limit-reset", List.of(Long.toString(reset))));
            if (date != null) {
                headers.put("date", List.of(date));
            }
            OktaFailure failure = failures.of(OktaOperation.FIND_USER, new Answer(429, headers, new byte[0]));
            return ((OktaFailure.RateLimited) failure).retryAfter().orElseThrow();
        }
    }

    @Nested
    class Pages {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "none",
                value = {
                    "<https://a.okta.com/x?after=c1&limit=2>; rel=\"next\" | c1",
                    "<https://a.okta.com/x?limit=2&after=a%2Bb%3D>; rel=\"next\" | a+b=",
                    "<https://a.okta.com/x>; rel=\"self\" | none",
                    "<https://a/x?after=1>; rel=\"self\", <https://a/x?after=2>; rel=\"next\" | 2",
                    "<https://a/x?after=2>; rel=\"next\", <https://a/x?after=1>; rel=\"self\" | 2",
                    "<https://a/x?after=3>; title=\"t\"; rel=next | 3",
                    "<https://a/x?limit=1>; rel=\"next\" | none",
                })
        void findTheCursor(String link, @org.jspecify.annotations.Nullable String cursor) {
            var answer = new Answer(200, Map.of("link", List.of(link)), new byte[0]);

            assertThat(NextPage.after(answer).orElse(null)).isEqualTo(cursor);
        }
    }

    private static Answer answer(int status, String body) {
        return new Answer(
                status, Map.of("x-okta-request-id", List.of("req123")), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(String code, String personal) {
        return "{\"errorCode\":\"%s\",\"errorSummary\":\"%s\",\"errorCauses\":[{\"errorSummary\":\"%s\"}]}"
                .formatted(code, personal, personal);
    }

    private static String caused(String cause) {
        return "{\"errorCode\":\"E0000001\",\"errorCauses\":[{\"errorSummary\":\"%s\"}]}".formatted(cause);
    }
}
