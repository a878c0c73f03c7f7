package io.latchkey.faults.ready;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.faults.ready.oracle.Names;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.SiteFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The recipes that are shipped, each with who and what is there before its request. */
enum ReadyRecipe {
    ONBOARD_EMPLOYEE("Onboard a new employee", "All employees") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            Map<String, JsonNode> values = newcomer(number, "@example.com");
            values.put(SiteFields.DEPARTMENT, JiraSite.option("Engineering"));
            values.put(SiteFields.START_DATE, TextNode.valueOf(stage.inDays(2)));
            return values;
        }
    },
    ONBOARD_CUSTOMER("Onboard a customer user", "") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            return newcomer(number, "@customer.example");
        }

        @Override
        String login(String number) {
            return "Rita.Ready" + number + "@customer.example";
        }
    },
    ACCESS_FOR_A_TIME("Access to an application or group for a time", "Sales") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            Map<String, JsonNode> values = about(stage, number, Cast.OLGA);
            values.put(SiteFields.GROUP, JiraSite.option("Sales"));
            values.put(SiteFields.UNTIL, TextNode.valueOf(stage.inDays(1)));
            return values;
        }
    },
    EXTEND_ACCESS("Extend access", "Sales") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            Map<String, JsonNode> values = ACCESS_FOR_A_TIME.prepare(stage, number);
            stage.playBefore(ACCESS_FOR_A_TIME, values);
            values.put(SiteFields.UNTIL, TextNode.valueOf(stage.inDays(2)));
            return values;
        }
    },
    BREAK_GLASS("Break-glass access", "Production") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            Map<String, JsonNode> values = about(stage, number, Cast.OLGA);
            values.put(SiteFields.GROUP, JiraSite.option("Production"));
            values.put(SiteFields.INCIDENT, TextNode.valueOf("INC-1"));
            return values;
        }
    },
    CHANGE_ROLE("Change role", "Sales") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            Map<String, JsonNode> values = about(stage, number, Cast.OLGA);
            values.put(SiteFields.PRESENT_ROLE, JiraSite.option("Engineer"));
            values.put(SiteFields.NEW_ROLE, JiraSite.option("Sales representative"));
            return values;
        }
    },
    RESET_MY_PASSWORD("Reset my password", "Engineering") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            about(stage, number, Cast.MIA);
            return new LinkedHashMap<>();
        }
    },
    RESET_PASSWORD("Reset somebody's password", "Engineering"),
    UNLOCK("Unlock an account", "Engineering") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            Map<String, JsonNode> values = about(stage, number, Cast.OLGA);
            stage.okta().setStatus(login(number), "LOCKED_OUT");
            return values;
        }
    },
    LOST_PHONE("Lost phone", "Engineering"),
    OFFBOARD("Offboard an employee", "Engineering") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            Map<String, JsonNode> values = about(stage, number, Cast.OLGA);
            values.put(SiteFields.LAST_DAY, TextNode.valueOf(stage.inDays(1)));
            return values;
        }
    },
    CREATE_GROUP("Create a group", "Engineering") {
        @Override
        Map<String, JsonNode> prepare(Stage stage, String number) {
            about(stage, number, Cast.OLGA);
            Map<String, JsonNode> values = new LinkedHashMap<>();
            values.put(SiteFields.GROUP_NAME, TextNode.valueOf(circle(number)));
            values.put(SiteFields.OWNER, JiraSite.people(Cast.OLGA).path(0));
            return values;
        }
    };

    private final String requestType;
    private final String group;

    ReadyRecipe(String requestType, String group) {
        this.requestType = requestType;
        this.group = group;
    }

    /** As its file and its page are called. */
    String file() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The name in the portal. */
    String requestType() {
        return requestType;
    }

    /** Whether the account is in a group that a person could take it out of. */
    boolean isAboutAGroup() {
        return !group.isEmpty();
    }

    /** Makes what has to be there, and fills in the form. */
    Map<String, JsonNode> prepare(Stage stage, String number) {
        return about(stage, number, Cast.OLGA);
    }

    /** The request of the play with this number. */
    final Asked asked(Stage stage, String number) {
        Map<String, JsonNode> values = prepare(stage, number);
        String login = login(number);
        var names = new Names()
                .call(login, "{login}")
                .call(login.toLowerCase(java.util.Locale.ROOT), "{login}")
                .call("Ready" + number, "{name}")
                .call(circle(number), "{group}")
                .call("Team " + number, "{team}");
        return new Asked(requestType, values, login, group, circle(number), names);
    }

    String login(String number) {
        return "Rita.Ready" + number + "@example.com";
    }

    private static String circle(String number) {
        return "Circle " + number;
    }

    private static Map<String, JsonNode> newcomer(String number, String domain) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(SiteFields.FIRST_NAME, TextNode.valueOf("Rita"));
        values.put(SiteFields.LAST_NAME, TextNode.valueOf("Ready" + number));
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf("Rita.Ready" + number + domain));
        return values;
    }

    /** Somebody who works here: signed in, with a second factor, an application and a group to answer for. */
    private static Map<String, JsonNode> about(Stage stage, String number, Person person) {
        String login = "Rita.Ready" + number + "@example.com";
        String team = "Team " + number;
        stage.okta().createGroup(team);
        String id = stage.okta()
                .createPerson(
                        "Rita",
                        "Ready" + number,
                        login,
                        "Kn0wn-Before-Us",
                        List.of("All employees", "Engineering", team));
        stage.okta().own(team, login);
        stage.okta().enrol(login, "token:software:totp");
        stage.okta().signIn(login);
        stage.okta().assignApp(stage.app(), login);
        stage.map(person, id);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (!person.equals(Cast.MIA)) {
            values.put(SiteFields.ACCOUNT, JiraSite.people(person));
        }
        return values;
    }
}
