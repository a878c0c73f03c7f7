/**
 * The edge to Atlassian's Connect library: it verifies signatures and signs calls; everything else it would do at the
 * edge is decided here.
 */
@NullMarked
package io.latchkey.tenant.connect;

import org.jspecify.annotations.NullMarked;
