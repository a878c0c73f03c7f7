package io.latchkey.okta;

import java.util.List;

/**
 * What trying a connection showed. It works when nothing is in the way.
 *
 * @param proven what was seen to work, a sentence each
 * @param findings what stands in the way
 */
public record ProbeReport(List<String> proven, List<Finding> findings) {

    /**
     * Something that stands in the way.
     *
     * @param code stable, dotted
     * @param sentence what was found
     * @param remedy what to do
     */
    public record Finding(String code, String sentence, String remedy) {}

    /** Whether everything that was tried works. */
    public boolean works() {
        return findings.isEmpty() && !proven.isEmpty();
    }
}
