package io.latchkey.faults.ready.oracle;

/**
 * How a request has gone.
 *
 * @param ending how the product says that it ended: {@code completed}, or a state and the code of its reason
 * @param before at the vendors before the approval
 * @param done when the request had come to rest
 * @param last when what it gave for a time had ended too
 */
public record Result(String ending, State before, State done, State last) {

    /** The only ending without a reason. */
    public static final String COMPLETED = "completed";

    boolean isCompleted() {
        return ending.equals(COMPLETED);
    }

    String code() {
        return ending.substring(ending.indexOf(' ') + 1);
    }
}
