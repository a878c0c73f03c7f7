package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Change;
import io.latchkey.jira.JiraFailure;
import io.latchkey.jira.ServiceRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Zero is suspicious: Jira answers an empty or shorter list where an account may not see, and nothing is decided on one
 * that something known contradicts. What contradicts it is read along with the rest and costs no call.
 */
final class Zero {

    private Zero() {}

    /**
     * The issue's own field repeats the approvals, and Jira never deletes one.
     *
     * @throws JiraFailure.EmptyList when the field holds an approval that the list does not
     */
    static void approvals(ServiceRequest request, Optional<String> approvalsField, List<Approval> approvals) {
        JsonNode repeated = approvalsField.map(request.fields()::get).orElse(null);
        Set<String> listed = ids(approvals);
        if (repeated == null) {
            return;
        }
        for (JsonNode one : repeated) {
            JsonNode id = one.path("id");
            if (one.isObject() && !id.isMissingNode() && !listed.contains(id.asText())) {
                throw new JiraFailure.EmptyList(
                        "the request's approvals", "the request's field of approvals holds one that is not in it");
            }
        }
    }

    /**
     * Whether a list of approvals that is empty is known to be: the issue's own field then is there, and empty. Jira leaves a
     * field out that it hides from the app, or that was not known when the recipe was saved.
     */
    static boolean isTold(Reading reading) {
        return !reading.approvals().isEmpty()
                || JiraNames.approvalsField(List.of(reading.version()))
                        .filter(reading.request().fields()::containsKey)
                        .isPresent();
    }

    /**
     * What an admission rests on was there before.
     *
     * @throws JiraFailure.EmptyList when one of them is not in the list any more
     */
    static void approvals(Collection<String> admitted, List<Approval> approvals) {
        if (!ids(approvals).containsAll(admitted)) {
            throw new JiraFailure.EmptyList("the request's approvals", "it was admitted on one that is not in it");
        }
    }

    /**
     * An approval that was given has moved the request, which is in its history.
     *
     * @throws JiraFailure.EmptyList when the history of an approved request is empty
     */
    static void history(List<Change> changes) {
        if (changes.isEmpty()) {
            throw new JiraFailure.EmptyList("the request's history", "its approval has moved it");
        }
    }

    private static Set<String> ids(List<Approval> approvals) {
        return approvals.stream().map(Approval::id).collect(Collectors.toSet());
    }
}
