/** The HTTP edge: which loopback addresses are allowed, size limits, and failures as problem+json (RFC 9457). */
@NullMarked
package io.latchkey.platform.http;

import org.jspecify.annotations.NullMarked;
