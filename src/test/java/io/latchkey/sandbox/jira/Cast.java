package io.latchkey.sandbox.jira;

import java.util.List;

/** The people that every site starts with. Their password is {@link #PASSWORD}. */
public final class Cast {

    /** What stands for an API token in basic authentication, for everybody. */
    public static final String PASSWORD = "sandbox";

    /** The site's administrator. */
    public static final Person ADA = person("1c0a5a4e-6a0b-4f43-9a5e-0d6f5b6f0a01", "Ada Admin", Role.ADMINISTRATOR);

    /** The agent. */
    public static final Person GUS = person("2d1b6b5f-7b1c-4054-8b6f-1e706c701b02", "Gus Agent", Role.AGENT);

    /** The manager who raises requests. */
    public static final Person MIA = person("3e2c7c60-8c2d-4165-9c70-2f817d812c03", "Mia Manager", Role.EMPLOYEE);

    /** The approver whom the workflow names. */
    public static final Person PAUL = person("4f3d8d71-9d3e-4276-8d81-309f8e923d04", "Paul Approver", Role.EMPLOYEE);

    /** The approver of the second step, where there is one. */
    public static final Person OLGA = person("504e9e82-ae4f-4387-9e92-41a09fa34e05", "Olga Owner", Role.EMPLOYEE);

    /** A customer who knows the portal only. */
    public static final Person CORA = new Person(
            "qm:6f0e2d1c-5b4a-4938-8271-605f4e3d2c1b:5f1e2d3c4b5a69788796a5b4",
            "Cora Customer",
            "cora.customer@example.com",
            "customer",
            true,
            "Europe/Berlin",
            Role.CUSTOMER);

    private Cast() {}

    static List<Person> all() {
        return List.of(ADA, GUS, MIA, PAUL, OLGA, CORA);
    }

    private static Person person(String uuid, String name, Role role) {
        String email = name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.') + "@example.com";
        return new Person("557058:" + uuid, name, email, "atlassian", true, "Europe/Berlin", role);
    }
}
