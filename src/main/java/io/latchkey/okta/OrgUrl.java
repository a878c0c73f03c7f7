package io.latchkey.okta;

/**
 * The address of an Okta organisation, checked: scheme, host and, for a loopback exception, port; no trailing slash.
 *
 * @param value {@code https://acme.okta.com}
 */
public record OrgUrl(String value) {

    @Override
    public String toString() {
        return value;
    }
}
