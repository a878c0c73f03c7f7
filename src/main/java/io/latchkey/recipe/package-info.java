/**
 * What a request becomes. A recipe document comes in as JSON and is checked against its published schema
 * ({@code recipe/recipe-1.schema.json}) and for what a schema cannot say; versions, which are never changed, go out.
 * Templates substitute values and evaluate nothing.
 *
 * <p>RFC 8785: the canonical form of JSON, whose bytes are stored and hashed.
 */
@ApplicationModule(
        displayName = "Recipe",
        allowedDependencies = {"platform", "tenant"})
@NullMarked
package io.latchkey.recipe;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
