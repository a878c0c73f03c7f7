package io.latchkey.faults.ready;

/**
 * A remote call of a play, named so that another play of the same recipe has it too.
 *
 * @param call vendor, method, and path with words instead of ids
 * @param number the how-many-eth such call after the approval, from 1
 */
record Point(String call, int number) {

    boolean writes() {
        return !call.contains(" GET ") && !call.endsWith("/search/jql");
    }

    @Override
    public String toString() {
        return call + (number == 1 ? "" : " (" + number + ")");
    }
}
