/** Secrets at rest and in memory: a type that never prints itself, and a vault whose ciphertexts are bound to their place. AAD: additional authenticated data; AEAD: authenticated encryption with associated data. */
@NullMarked
package io.latchkey.platform.crypto;

import org.jspecify.annotations.NullMarked;
