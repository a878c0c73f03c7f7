/**
 * The recipes that are shipped, each played with one fault at each of its remote calls: the product in this process on a
 * real PostgreSQL, the sandbox over HTTP, and clocks that are moved instead of waited for.
 */
@NullMarked
package io.latchkey.faults.ready;

import org.jspecify.annotations.NullMarked;
