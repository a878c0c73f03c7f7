/**
 * The panels as people use them: a real Chromium shows the site's pages, Atlassian's own host and bridge put our frames into
 * them, and nothing outside of this machine is reached.
 */
@org.jspecify.annotations.NullMarked
package io.latchkey.browser;
