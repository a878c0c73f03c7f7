package io.latchkey.tenant;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A page that the site opens in a frame for a person. A browser cannot send a header with the address of a frame, so Connect
 * puts the token into the query ({@code jwt}); its qsh claim binds it to exactly this address, and its subject is the person.
 * Such a page lies below {@value #PATH}, and nothing else takes a token from an address.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface OpenedInSite {

    /** Where all of them are. */
    String PATH = "/panel/";

    /** The parameter that holds the token. */
    String PARAMETER = "jwt";
}
