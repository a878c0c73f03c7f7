package io.latchkey.platform.http;

import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import io.latchkey.platform.time.Ids;
import jakarta.validation.ConstraintViolationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/**
 * Turns every failure at the edge into problem+json: our refusals and failures with their code, the frame's with the
 * code of their status, and anything unforeseen into {@code internal} with an incident id that is also in the log. No
 * answer carries a stack trace, a cause or a value of the request.
 */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Ids ids;

    private final DatabaseOutage outage;

    ProblemAdvice(Ids ids, DatabaseOutage outage) {
        this.ids = ids;
        this.outage = outage;
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> refused(Problem problem) {
        return answer(ProblemBody.of(problem));
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> unauthenticated(AuthenticationException e) {
        return answer(HttpStatus.UNAUTHORIZED);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> unreadable(HttpMessageNotReadableException e) {
        return answer(BodyTooLarge.caused(e) ? HttpStatus.PAYLOAD_TOO_LARGE : HttpStatus.BAD_REQUEST);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> invalid(BindException e) {
        return invalid(e.getBindingResult().getAllErrors().stream()
                .map(error -> new ProblemBody.Wrong(
                        error instanceof FieldError field ? field.getField() : error.getObjectName(),
                        String.valueOf(error.getDefaultMessage())))
                .toList());
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> invalid(HandlerMethodValidationException e) {
        return invalid(e.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new ProblemBody.Wrong(
                                String.valueOf(result.getMethodParameter().getParameterName()),
                                String.valueOf(error.getDefaultMessage()))))
                .toList());
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> invalid(ConstraintViolationException e) {
        return invalid(e.getConstraintViolations().stream()
                .map(violation ->
                        new ProblemBody.Wrong(violation.getPropertyPath().toString(), violation.getMessage()))
                .toList());
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> wrongType(TypeMismatchException e) {
        return answer(HttpStatus.BAD_REQUEST);
    }

    /** Spring's firewall looks at parameters when somebody reads them. */
    @ExceptionHandler
    ResponseEntity<ProblemBody> odd(RequestRejectedException e) {
        return answer(HttpStatus.BAD_REQUEST);
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> wrongMethod(HttpRequestMethodNotSupportedException e) {
        return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED)
                .headers(e.getHeaders())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(bodyOf(HttpStatus.METHOD_NOT_ALLOWED));
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> overloaded(RejectedExecutionException e) {
        return retryable(bodyOf(HttpStatus.SERVICE_UNAVAILABLE), SOON);
    }

    /** The client went away: there is nobody to answer. */
    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        LOG.debug("the client closed the connection");
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> anythingElse(Exception e) {
        if (e instanceof RetryableFailure failure) {
            return retryable(
                    ProblemBody.of(HttpStatus.SERVICE_UNAVAILABLE, failure.code(), failure.explanation()),
                    failure.retryAfter().orElse(SOON));
        }
        if (e instanceof TerminalFailure failure && failure.kind() != FailureKind.OURS) {
            return answer(ProblemBody.of(statusOf(failure), failure.code(), failure.explanation()));
        }
        if (e instanceof ErrorResponse response && !response.getStatusCode().is5xxServerError()) {
            return answer(known(response.getStatusCode()));
        }
        if (BodyTooLarge.caused(e)) {
            return answer(HttpStatus.PAYLOAD_TOO_LARGE);
        }
        if (UnstorableText.caused(e)) {
            return answer(HttpStatus.BAD_REQUEST);
        }
        if (outage.noticed(e)) {
            return retryable(ProblemBody.of(OutageFilter.unavailable()), SOON);
        }
        return unforeseen(e);
    }

    private ResponseEntity<ProblemBody> unforeseen(Exception e) {
        String incident = ids.next().toString();
        LOG.error("incident {}", incident, e);
        return answer(bodyOf(HttpStatus.INTERNAL_SERVER_ERROR).withIncident(incident));
    }

    /** What the caller can mend by asking differently is 422; what somebody has to set up first is 409. */
    private static HttpStatus statusOf(Failure failure) {
        return failure.kind() == FailureKind.CALLER ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.CONFLICT;
    }

    private static HttpStatus known(HttpStatusCode code) {
        HttpStatus status = HttpStatus.resolve(code.value());
        return status == null ? HttpStatus.BAD_REQUEST : status;
    }

    private static ResponseEntity<ProblemBody> invalid(List<ProblemBody.Wrong> errors) {
        return answer(ProblemBody.of(HttpStatus.BAD_REQUEST, "request.invalid", "Parts of the request are not valid.")
                .withErrors(errors));
    }

    private static ResponseEntity<ProblemBody> retryable(ProblemBody body, Duration after) {
        return ResponseEntity.status(body.status())
                .header(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, after.toSeconds())))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    private static ProblemBody bodyOf(HttpStatus status) {
        return ProblemBody.of(status, StatusCodes.codeOf(status), StatusCodes.sentenceOf(status));
    }

    private static ResponseEntity<ProblemBody> answer(HttpStatus status) {
        return answer(bodyOf(status));
    }

    private static ResponseEntity<ProblemBody> answer(ProblemBody body) {
        var answer = ResponseEntity.status(body.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (body.status() == HttpStatus.UNAUTHORIZED.value()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "JWT");
        }
        return answer.body(body);
    }
}
