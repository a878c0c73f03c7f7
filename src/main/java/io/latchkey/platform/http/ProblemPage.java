package io.latchkey.platform.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.WebAttributes;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the container and the filters send what no endpoint answered: the same problem+json, with nothing of the cause. */
@RestController
class ProblemPage implements ErrorController {

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<ProblemBody> problem(HttpServletRequest request) {
        HttpStatus status = status(request);
        var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.UNAUTHORIZED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "JWT");
        }
        return answer.body(ProblemBody.of(status, StatusCodes.codeOf(status), StatusCodes.sentenceOf(status)));
    }

    /** A forward from a filter that refused a token carries the refusal instead of a status. */
    private static HttpStatus status(HttpServletRequest request) {
        if (request.getAttribute(WebAttributes.AUTHENTICATION_EXCEPTION) != null) {
            return HttpStatus.UNAUTHORIZED;
        }
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus known = code instanceof Integer value ? HttpStatus.resolve(value) : HttpStatus.NOT_FOUND;
        return known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
    }
}
