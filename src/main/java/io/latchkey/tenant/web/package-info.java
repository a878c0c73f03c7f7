/** Enforces what endpoints declare about their callers. */
@NullMarked
package io.latchkey.tenant.web;

import org.jspecify.annotations.NullMarked;
