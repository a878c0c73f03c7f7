package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Rules;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks a user's profile against the default schema: names, lengths and formats of Okta's API description. */
final class Profiles {

    /** Standard attributes with their greatest length; 0 where the schema states none. */
    private static final Map<String, Integer> STANDARD = new LinkedHashMap<>();

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>()\"]+@[^\\s@<>()\".]+(\\.[^\\s@<>()\".]+)+");
    private static final List<String> REQUIRED = List.of("login", "email", "firstName", "lastName");

    static {
        for (String name : List.of(
                "costCenter",
                "department",
                "displayName",
                "division",
                "employeeNumber",
                "honorificPrefix",
                "honorificSuffix",
                "locale",
                "manager",
                "managerId",
                "middleName",
                "nickName",
                "organization",
                "preferredLanguage",
                "profileUrl",
                "timezone",
                "title",
                "userType")) {
            STANDARD.put(name, 0);
        }
        STANDARD.putAll(Map.of(
                "login",
                100,
                "email",
                100,
                "secondEmail",
                100,
                "firstName",
                50,
                "lastName",
                50,
                "mobilePhone",
                100,
                "primaryPhone",
                100,
                "city",
                128,
                "state",
                128,
                "zipCode",
                50));
        STANDARD.putAll(Map.of("countryCode", 2, "postalAddress", 4096, "streetAddress", 1024));
    }

    private final Rules rules;

    Profiles(Rules rules) {
        this.rules = rules;
    }

    void demandValid(ObjectNode profile) {
        for (String field : REQUIRED) {
            if (profile.path(field).asText("").isBlank()) {
                throw Problem.validation(field, field + ": The field cannot be left blank");
            }
        }
        profile.properties().forEach(attribute -> demandValid(attribute.getKey(), attribute.getValue()));
        if (!isEmail(profile.path("login").asText())) {
            throw Problem.validation("login", "login: Username must be in the form of an email address");
        }
        for (String field : List.of("email", "secondEmail")) {
            JsonNode value = profile.path(field);
            if (value.isTextual() && !value.textValue().isEmpty() && !isEmail(value.textValue())) {
                throw Problem.validation(field, field + ": Does not match required pattern");
            }
        }
    }

    private void demandValid(String name, JsonNode value) {
        Integer longest = STANDARD.get(name);
        if (longest == null) {
            if (rules.isOn(OktaRules.UNKNOWN_ATTRIBUTES) && !isCustom(name)) {
                throw Problem.validation(name, name + ": The attribute is not defined in the schema of the user type");
            }
            return;
        }
        if (!value.isTextual()) {
            throw Problem.validation(name, name + ": The value must be a string");
        }
        if (longest > 0 && value.textValue().length() > longest) {
            throw Problem.validation(name, name + ": String is too long (maximum " + longest + " characters)");
        }
    }

    private boolean isCustom(String name) {
        return Arrays.asList(rules.text(OktaRules.CUSTOM_ATTRIBUTES).split(",")).contains(name);
    }

    private static boolean isEmail(String text) {
        return text.length() >= 5 && EMAIL.matcher(text).matches();
    }

    /** The old profile with the changes; an explicit null clears an attribute, as documented for the partial update. */
    static ObjectNode merge(ObjectNode old, JsonNode changes) {
        ObjectNode merged = old.deepCopy();
        changes.properties().forEach(change -> merged.set(change.getKey(), change.getValue()));
        return cleared(merged);
    }

    /** Without the attributes that were cleared. */
    static ObjectNode cleared(ObjectNode profile) {
        ObjectNode kept = Json.object();
        profile.properties().forEach(attribute -> {
            if (!attribute.getValue().isNull()) {
                kept.set(attribute.getKey(), attribute.getValue());
            }
        });
        return kept;
    }

    /** What is shown: the profile with {@code secondEmail} and {@code mobilePhone}, which Okta shows even when null. */
    static ObjectNode shown(ObjectNode profile) {
        ObjectNode shown = profile.deepCopy();
        for (String name : List.of("mobilePhone", "secondEmail")) {
            if (!shown.has(name)) {
                shown.putNull(name);
            }
        }
        return shown;
    }
}
