package io.latchkey.provisioning;

import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.TenantId;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeVersion;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which fields of a request are read in one call. Which fields hold the same as the answers of a form is known only when
 * the form was read, so a recipe with forms reads them all.
 *
 * @param requestTypeField the site's field that holds the request type
 * @param approvalsField the site's field that repeats the approvals, where it is known
 * @param ids the fields that recipes take inputs from; none when they are too many for one call, since then the request
 *     has to say first which recipe it has
 * @param all whether all of the site's fields are wanted
 */
record FieldsWanted(String requestTypeField, Optional<String> approvalsField, Set<String> ids, boolean all) {

    /** What any of these recipes needs; at least one. */
    static FieldsWanted of(Collection<RecipeVersion> versions) {
        Set<String> ids = new HashSet<>();
        Optional<String> approvals = JiraNames.approvalsField(versions);
        approvals.ifPresent(ids::add);
        versions.forEach(version -> ids.addAll(InputReading.fields(version.recipe())));
        boolean all = versions.stream().anyMatch(version -> hasForms(version.recipe()));
        return new FieldsWanted(
                JiraNames.requestTypeField(versions),
                approvals,
                ids.size() > JiraRequests.MOST_FIELDS ? Set.of() : Set.copyOf(ids),
                all);
    }

    /** What this recipe needs. */
    FieldsWanted of(RecipeVersion version) {
        FieldsWanted own = of(List.of(version));
        return new FieldsWanted(requestTypeField, approvalsField, own.ids, own.all);
    }

    /** Whether what was read is enough for this recipe. */
    boolean cover(RecipeVersion version) {
        return all || (!hasForms(version.recipe()) && ids.containsAll(InputReading.fields(version.recipe())));
    }

    ServiceRequest read(JiraRequests jira, TenantId tenant, String issueId) {
        return all
                ? jira.requestWithAllFields(tenant, issueId, requestTypeField)
                : jira.request(tenant, issueId, requestTypeField, ids);
    }

    private static boolean hasForms(Recipe recipe) {
        return !FormCheck.templates(recipe).isEmpty();
    }
}
