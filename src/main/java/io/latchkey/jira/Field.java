package io.latchkey.jira;

import org.jspecify.annotations.Nullable;

/**
 * A field of the site.
 *
 * @param id what recipes name it by, {@code customfield_10101} or {@code summary}
 * @param name as the site calls it; not unique
 * @param custom whether the site or an app made it
 * @param type what it holds
 */
public record Field(String id, String name, boolean custom, Type type) {

    /** The type of Service Management's field "Request Type". All sites share it; the field's id differs. */
    private static final String REQUEST_TYPE = "com.atlassian.servicedesk:vp-origin";

    /** The type of Service Management's field "Approvals", which repeats a request's approvals in the issue. */
    private static final String APPROVALS = "com.atlassian.servicedesk.approvals-plugin:sd-approvals";

    static Field of(Answer field) {
        return new Field(field.text("id"), field.text("name"), field.isTrue("custom"), Type.of(field.at("schema")));
    }

    /** Whether it is the one that holds a request's type; a site with Service Management has exactly one. */
    public boolean holdsRequestType() {
        return REQUEST_TYPE.equals(type.custom());
    }

    /** Whether it repeats a request's approvals. */
    public boolean holdsApprovals() {
        return APPROVALS.equals(type.custom());
    }

    /** Whether people pick people in it, as those who are asked to approve. */
    public boolean holdsPeople() {
        return custom && (type.type().equals("user") || "user".equals(type.items()));
    }

    /** Whether people pick groups of people in it. */
    public boolean holdsGroups() {
        return custom && (type.type().equals("group") || "group".equals(type.items()));
    }

    /**
     * What a field holds.
     *
     * @param type {@code string}, {@code option}, {@code array}, {@code user} …; {@code unknown} when Jira did not say
     * @param items of an array, what its elements are
     * @param system the name of a system field
     * @param custom the kind of a custom field; all single-line texts share one, so it finds only special fields
     */
    public record Type(
            String type,
            @Nullable String items,
            @Nullable String system,
            @Nullable String custom) {

        static Type of(Answer schema) {
            String type = schema.textOrNull("type");
            return new Type(
                    type == null ? "unknown" : type,
                    schema.textOrNull("items"),
                    schema.textOrNull("system"),
                    schema.textOrNull("custom"));
        }
    }
}
