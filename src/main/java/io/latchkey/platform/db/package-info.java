/** Transactions of one tenant, and the guard that refuses a database role which could see them all. */
@NullMarked
package io.latchkey.platform.db;

import org.jspecify.annotations.NullMarked;
