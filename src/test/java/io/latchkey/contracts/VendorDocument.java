package io.latchkey.contracts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.latchkey.sandbox.http.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A document of a vendor, and the paths that it describes. */
public enum VendorDocument {
    /** Jira's platform REST, version 3. */
    JIRA_PLATFORM("jira-platform-v3.json", "jira", List.of("/rest/api/3/")),
    /** Jira Service Management's REST. */
    JIRA_SERVICE_MANAGEMENT("jira-service-management.json", "jira", List.of("/rest/servicedeskapi/")),
    /** Okta's management API; the roles of a client are described here too. */
    OKTA_MANAGEMENT("okta-management.json", "okta", List.of("/api/v1/", "/oauth2/v1/clients/")),
    /** Okta's token endpoint. */
    OKTA_OAUTH("okta-oauth.yaml", "okta", List.of("/oauth2/v1/token"));

    private static final String DIRECTORY = System.getProperty("contracts", "");

    private final String file;
    private final String vendor;
    private final List<String> roots;

    VendorDocument(String file, String vendor, List<String> roots) {
        this.file = file;
        this.vendor = vendor;
        this.roots = roots;
    }

    /** Skips the calling test where nobody named the documents. */
    public static void assumeNamed() {
        assumeTrue(!DIRECTORY.isEmpty(), "not run: -Dcontracts names no directory of OpenAPI documents");
    }

    /** The document that describes an exchange. */
    public static Optional<VendorDocument> of(Exchange exchange) {
        return Arrays.stream(values())
                .filter(document -> document.covers(exchange))
                .findFirst();
    }

    /** Whether this document describes the path of an exchange. */
    public boolean covers(Exchange exchange) {
        return vendor.equals(exchange.vendor())
                && roots.stream().anyMatch(root -> exchange.path().startsWith(root));
    }

    /** The document's file name. */
    public String file() {
        return file;
    }

    boolean isOfJira() {
        return vendor.equals("jira");
    }

    /** The document, with what the parser refuses and no exchange depends on taken out. */
    String text() {
        ObjectMapper mapper =
                file.endsWith(".yaml") ? new YAMLMapper() : JsonMapper.builder().build();
        try {
            JsonNode document = mapper.readTree(Path.of(DIRECTORY, file).toFile());
            withoutOperationIds(document);
            describeClientCredentials(document);
            repair(document);
            return document.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Service Management's document repeats some, which no validator takes. */
    private static void withoutOperationIds(JsonNode document) {
        document.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation instanceof ObjectNode object) {
                        object.remove("operationId");
                    }
                }));
    }

    /**
     * Okta's document chooses the form of a token request by its grant type, which the validator cannot, and describes
     * private_key_jwt in words. Both are put together to the one form that a service app may send.
     */
    private static void describeClientCredentials(JsonNode document) {
        JsonNode schemas = document.at("/components/schemas");
        if (!(schemas.path("TokenRequestOrgAs") instanceof ObjectNode form)) {
            return;
        }
        form.removeAll().put("type", "object");
        ObjectNode properties = form.putObject("properties");
        schemas.at("/TokenRequestClientCredentials/allOf/1/properties")
                .fields()
                .forEachRemaining(property -> properties.set(property.getKey(), property.getValue()));
        only(properties, "grant_type", "client_credentials");
        only(properties, "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        properties.putObject("client_assertion").put("type", "string");
        ArrayNode required = form.putArray("required");
        properties.fieldNames().forEachRemaining(required::add);
    }

    private static void only(ObjectNode properties, String name, String value) {
        properties.putObject(name).put("type", "string").putArray("enum").add(value);
    }

    private static void repair(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("type").isTextual()) {
            object.remove("default");
            if (object.get("type").asText().equals("array") && !object.has("items")) {
                object.putObject("items");
            }
        }
        if (node.path("enum") instanceof ArrayNode values) {
            // Okta's grant types are listed twice.
            Set<JsonNode> once = new LinkedHashSet<>();
            values.forEach(once::add);
            values.removeAll().addAll(once);
        }
        if (node instanceof ObjectNode object
                && object.at("/discriminator/propertyName").isTextual()) {
            // The parser wants what discriminates to be required, which Okta's document often forgets.
            object.remove("discriminator");
        }
        node.forEach(VendorDocument::repair);
    }
}
