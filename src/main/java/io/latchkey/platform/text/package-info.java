/**
 * Texts that people wrote: what in them cannot be seen, and what looks like something else (Unicode TR 36, TS 39); and texts
 * of ours in several languages.
 */
@NullMarked
package io.latchkey.platform.text;

import org.jspecify.annotations.NullMarked;
