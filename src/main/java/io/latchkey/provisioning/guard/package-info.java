/**
 * The guardrails of a tenant: what its administrators have set, how they change it (where they want so, two of them), and
 * the judgement of each plan in the transaction that admits it.
 */
@NamedInterface("guard")
@NullMarked
package io.latchkey.provisioning.guard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
