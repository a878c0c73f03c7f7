/**
 * The product's edge, tried from outside by people who mean no good: every route of the handler mappings, with every wrong
 * credential, another tenant's ids, and bodies that no client would send.
 */
@NullMarked
package io.latchkey.edge;

import org.jspecify.annotations.NullMarked;
