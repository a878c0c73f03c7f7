package io.latchkey.tenant;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A person calls this endpoint from our page inside the site, with the context token that {@code AP.context.getToken}
 * gives (qsh {@code context-qsh}, the subject is the account) and which is used many times until it expires; or through Forge,
 * with an invocation token whose principal is the account.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CalledByPerson {

    /** Whether Jira must confirm that the person is an administrator of the site. */
    boolean administrator() default false;

    /**
     * The page that asks this. Forge's token tells its page and its issue, and one of another page or issue is refused;
     * Connect's context token tells neither.
     */
    Page page() default Page.ADMINISTRATION;

    /** Our pages inside the site. */
    enum Page {
        /** The administrators' page, which is of no issue. */
        ADMINISTRATION,
        /** The panels beside an issue, for those who work on it. */
        TICKET,
        /** The panel below a request in the portal. */
        PORTAL
    }
}
