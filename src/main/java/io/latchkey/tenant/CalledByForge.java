package io.latchkey.tenant;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Forge itself calls this endpoint, with an invocation token in the {@code Authorization} header: events, schedules and
 * lifecycle. The token names no person and is of one of the named modules: whoever looks at a page of ours may choose the path
 * of a call, and its token then names the page's module and the person.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CalledByForge {

    /** Keys of modules in {@code frontend/manifest.yml}. */
    String[] modules();

    /**
     * Whether the token may name a person: what they did in Jira made Forge call. Then only the token counts, and what Forge
     * sends beside it is not kept: a page of the module could have sent it.
     */
    boolean caused() default false;

    /** Whether an installation that is not open here may call, too: it is about to be opened. */
    boolean unknown() default false;
}
