package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** Users and groups as Okta shows them. */
final class Documents {

    private final Supplier<String> orgUrl;
    private final String userTypeId;

    Documents(Supplier<String> orgUrl, String userTypeId) {
        this.orgUrl = orgUrl;
        this.userTypeId = userTypeId;
    }

    String url(String path) {
        return orgUrl.get() + path;
    }

    /** A user in a collection: its links are only {@code self}, as documented. */
    ObjectNode listed(Person person) {
        ObjectNode document = body(person);
        document.putObject("_links").set("self", Json.link(userUrl(person)));
        return document;
    }

    /** A single user, with the links of what its status permits. */
    ObjectNode single(Person person) {
        ObjectNode document = body(person);
        ObjectNode links = document.putObject("_links");
        String self = userUrl(person);
        links.set("self", Json.link(self));
        links.set("schema", Json.link(url("/api/v1/meta/schemas/user/osc" + userTypeId.substring(3))));
        links.set("type", Json.link(url("/api/v1/meta/types/user/" + userTypeId)));
        String lifecycle = self + "/lifecycle/";
        switch (person.status()) {
            case STAGED -> links.set("activate", Json.postLink(lifecycle + "activate"));
            case PROVISIONED -> {
                links.set("reactivate", Json.postLink(lifecycle + "reactivate"));
                links.set("resetPassword", Json.postLink(lifecycle + "reset_password"));
                links.set("deactivate", Json.postLink(lifecycle + "deactivate"));
            }
            case ACTIVE, PASSWORD_EXPIRED -> active(links, self);
            case RECOVERY -> {
                links.set("resetPassword", Json.postLink(lifecycle + "reset_password"));
                links.set("deactivate", Json.postLink(lifecycle + "deactivate"));
            }
            case LOCKED_OUT -> {
                links.set("unlock", Json.postLink(lifecycle + "unlock"));
                links.set("deactivate", Json.postLink(lifecycle + "deactivate"));
            }
            case SUSPENDED -> {
                links.set("unsuspend", Json.postLink(lifecycle + "unsuspend"));
                links.set("deactivate", Json.postLink(lifecycle + "deactivate"));
            }
            case DEPROVISIONED -> {
                links.set("activate", Json.postLink(lifecycle + "activate"));
                ObjectNode delete = Json.link(self);
                links.set("delete", delete.put("method", "delete"));
            }
        }
        return document;
    }

    private static void active(ObjectNode links, String self) {
        String lifecycle = self + "/lifecycle/";
        links.set("suspend", Json.postLink(lifecycle + "suspend"));
        links.set("resetPassword", Json.postLink(lifecycle + "reset_password"));
        links.set("expirePassword", Json.postLink(lifecycle + "expire_password"));
        links.set("changePassword", Json.postLink(self + "/credentials/change_password"));
        links.set("deactivate", Json.postLink(lifecycle + "deactivate"));
    }

    private ObjectNode body(Person person) {
        ObjectNode document = Json.object();
        document.put("id", person.id);
        document.put("status", person.status().name());
        document.put("created", Json.time(person.created));
        document.put("activated", Json.time(person.activated));
        document.put("statusChanged", Json.time(person.statusChanged));
        document.put("lastLogin", Json.time(person.lastLogin));
        document.put("lastUpdated", Json.time(person.lastUpdated));
        document.put("passwordChanged", Json.time(person.passwordChanged));
        Status target = person.target();
        if (target != null) {
            document.put("transitioningToStatus", target.name());
        }
        document.putObject("type").put("id", userTypeId);
        document.set("profile", Profiles.shown(person.profile));
        ObjectNode credentials = document.putObject("credentials");
        if (person.password != null) {
            credentials.putObject("password");
        }
        credentials.putObject("provider").put("type", "OKTA").put("name", "OKTA");
        return document;
    }

    String userUrl(Person person) {
        return url("/api/v1/users/" + person.id);
    }

    ObjectNode group(UserGroup group) {
        ObjectNode document = Json.object();
        document.put("id", group.id);
        document.put("created", Json.time(group.created));
        document.put("lastUpdated", Json.time(group.lastUpdated));
        document.put("lastMembershipUpdated", Json.time(group.lastMembershipUpdated));
        document.putArray("objectClass")
                .add(group.type.equals(UserGroup.APP_GROUP) ? "okta:windows_security_principal" : "okta:user_group");
        document.put("type", group.type);
        document.set("profile", group.profile.deepCopy());
        ObjectNode links = document.putObject("_links");
        String self = url("/api/v1/groups/" + group.id);
        links.set("self", Json.link(self));
        links.set("users", Json.link(self + "/users"));
        links.set("apps", Json.link(self + "/apps"));
        return document;
    }
}
