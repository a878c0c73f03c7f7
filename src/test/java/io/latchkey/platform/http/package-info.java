/** Tests of this package without the product. */
@NullMarked
package io.latchkey.platform.http;

import org.jspecify.annotations.NullMarked;
