/**
 * What the product asks and what the sandbox answers, held against the vendors' own OpenAPI documents. They are not part
 * of the repository: the system property {@code contracts} names the directory where they lie; without it the tests
 * report themselves as skipped.
 */
@NullMarked
package io.latchkey.contracts;

import org.jspecify.annotations.NullMarked;
