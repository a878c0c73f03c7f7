/** A look into declarations for tests. */
@NullMarked
package io.latchkey.tenant.web;

import org.jspecify.annotations.NullMarked;
