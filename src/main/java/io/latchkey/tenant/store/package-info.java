/** The tables of tenants and installations, and the short memory of who may sign requests. */
@NullMarked
package io.latchkey.tenant.store;

import org.jspecify.annotations.NullMarked;
