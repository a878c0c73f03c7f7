/** Tests of this package without the product. */
@NullMarked
package io.latchkey.tenant.connect;

import org.jspecify.annotations.NullMarked;
