package io.latchkey.faults.ready;

import io.latchkey.faults.ready.oracle.Deed;
import io.latchkey.faults.ready.oracle.Result;
import java.util.List;

/**
 * A play that is over.
 *
 * @param result what it has left
 * @param deedAtRest what a person had done when the request had come to rest
 * @param deed what a person had done at last
 * @param calls of the product, from the approval on
 * @param struck whether the trouble came
 * @param wrong what is wrong with it whatever else was to be: with its trail, its calls, its work
 * @param trace each call, and what was done to it
 */
record Played(
        Result result,
        Deed deedAtRest,
        Deed deed,
        List<Script.Came> calls,
        boolean struck,
        List<String> wrong,
        List<String> trace) {

    /** Where something can strike: each remote call after the admission. */
    List<Point> points() {
        return calls.stream()
                .filter(Script.Came::admitted)
                .map(Script.Came::point)
                .toList();
    }
}
