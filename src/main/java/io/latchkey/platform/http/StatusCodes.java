package io.latchkey.platform.http;

import org.springframework.http.HttpStatus;

/** Codes and sentences for refusals of the frame itself, which know nothing but their status. */
final class StatusCodes {

    private StatusCodes() {}

    static String codeOf(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "request.malformed";
            case UNAUTHORIZED -> "request.unauthenticated";
            case FORBIDDEN -> "request.forbidden";
            case NOT_FOUND -> "request.not-found";
            case METHOD_NOT_ALLOWED -> "request.method-not-allowed";
            case NOT_ACCEPTABLE -> "request.not-acceptable";
            case PAYLOAD_TOO_LARGE -> "request.too-large";
            case UNSUPPORTED_MEDIA_TYPE -> "request.unsupported-media-type";
            case SERVICE_UNAVAILABLE -> "busy";
            default -> status.is4xxClientError() ? "request.refused" : "internal";
        };
    }

    static String sentenceOf(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "The request cannot be read.";
            case UNAUTHORIZED -> "The request is not authenticated.";
            case FORBIDDEN -> "The caller may not do this.";
            case NOT_FOUND -> "There is nothing at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not take this method.";
            case NOT_ACCEPTABLE -> "This address does not answer in the format that was asked for.";
            case PAYLOAD_TOO_LARGE -> "The request body is too large.";
            case UNSUPPORTED_MEDIA_TYPE -> "This address takes application/json.";
            case SERVICE_UNAVAILABLE -> "We are busy; try again.";
            default -> status.is4xxClientError() ? "The request was refused." : "Something went wrong on our side.";
        };
    }
}
