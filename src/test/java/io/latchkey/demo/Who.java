package io.latchkey.demo;

import java.util.Locale;

/** People of the sandbox's site whom stories are about. */
enum Who {
    MIA("Mia", "Manager"),
    OLGA("Olga", "Owner");

    private final String firstName;
    private final String lastName;

    Who(String firstName, String lastName) {
        this.firstName = firstName;
        this.lastName = lastName;
    }

    String firstName() {
        return firstName;
    }

    String lastName() {
        return lastName;
    }

    /** The address in Jira and the login in Okta; that both are the same means nothing to the product. */
    String address() {
        return (firstName + "." + lastName).toLowerCase(Locale.ROOT) + "@example.com";
    }
}
