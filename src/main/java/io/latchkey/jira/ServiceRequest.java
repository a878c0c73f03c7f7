package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An issue as Jira holds it now.
 *
 * @param issueId numeric id as text; stays when the issue moves
 * @param key for people; changes when the issue moves
 * @param projectId numeric id as text
 * @param serviceDeskId null when the issue is no request of a service desk
 * @param requestTypeId null when the issue is no request of a service desk
 * @param issueTypeId numeric id as text
 * @param status where it stands
 * @param reporter for whom it was raised; null when Jira cannot say
 * @param creator who raised it; null when Jira cannot say
 * @param summary its title, free text of a person; null when it has none
 * @param created when it was raised
 * @param updated when anything of it changed last
 * @param fields the fields that were asked for, in Jira's own JSON, by field id. An empty field is JSON null; a field
 *     that Jira did not answer, since it does not exist or is hidden, is not in the map
 */
public record ServiceRequest(
        String issueId,
        String key,
        String projectId,
        @Nullable String serviceDeskId,
        @Nullable String requestTypeId,
        String issueTypeId,
        Status status,
        @Nullable Person reporter,
        @Nullable Person creator,
        @Nullable String summary,
        Instant created,
        Instant updated,
        Map<String, JsonNode> fields) {

    /** Without what people wrote, so that no log holds it. */
    @Override
    public String toString() {
        return "ServiceRequest[" + issueId + ", " + fields.size() + " fields]";
    }
}
