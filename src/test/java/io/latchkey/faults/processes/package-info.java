/**
 * Schedules of faults on a real PostgreSQL, with the sandbox over HTTP and the product as processes of the packaged jar:
 * each schedule is one approved request and what goes wrong around it. Knows the product from outside only.
 */
@NullMarked
package io.latchkey.faults.processes;

import org.jspecify.annotations.NullMarked;
