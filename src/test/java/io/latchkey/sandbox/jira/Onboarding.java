package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a manager writes into the form "Onboard a new employee".
 *
 * @param department one of Engineering, Finance, Sales
 */
public record Onboarding(String firstName, String lastName, String workEmail, String department, String personalEmail) {

    /** Somebody who joins Engineering, unlike anybody with another number. */
    public static Onboarding newcomer(int number) {
        return new Onboarding(
                "Nora",
                "Newcomer" + number,
                "nora.newcomer" + number + "@example.com",
                "Engineering",
                "nora" + number + "@home.example");
    }

    /** The values by field id, as the portal sends them. */
    public Map<String, JsonNode> fieldValues() {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("summary", TextNode.valueOf("Onboard " + firstName + " " + lastName));
        values.put(SiteFields.FIRST_NAME, TextNode.valueOf(firstName));
        values.put(SiteFields.LAST_NAME, TextNode.valueOf(lastName));
        values.put(SiteFields.WORK_EMAIL, TextNode.valueOf(workEmail));
        values.put(SiteFields.DEPARTMENT, Json.object().put("value", department));
        values.put(SiteFields.PERSONAL_EMAIL, TextNode.valueOf(personalEmail));
        return values;
    }
}
