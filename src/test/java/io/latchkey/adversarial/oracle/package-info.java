/** Says, from the vendors' state alone, what should come of a ticket. Imports nothing of the product. */
@NullMarked
package io.latchkey.adversarial.oracle;

import org.jspecify.annotations.NullMarked;
