package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** An enrolled factor: {@code opf…}, {@code mbl…} ids, type as Okta names it. */
record Factor(String id, String type, String provider, Instant created) {

    ObjectNode document(String userUrl) {
        ObjectNode document = Json.object();
        document.put("id", id);
        document.put("factorType", type);
        document.put("provider", provider);
        document.put("vendorName", provider);
        document.put("status", "ACTIVE");
        document.put("created", Json.time(created));
        document.put("lastUpdated", Json.time(created));
        ObjectNode links = document.putObject("_links");
        links.set("self", Json.link(userUrl + "/factors/" + id));
        links.set("user", Json.link(userUrl));
        return document;
    }
}
