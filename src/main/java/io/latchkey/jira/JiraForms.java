package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Reads the forms of a request. Documented for Connect apps ({@code developer.atlassian.com/cloud/forms/rest/intro}): the
 * API is behind the site's own address, {@code /gateway/api/jira/forms/cloud/{cloudId}}, and asks for the scope READ.
 */
@Component
public class JiraForms {

    private static final String FORMS = "/gateway/api/jira/forms/cloud/{cloud}/issue/{id}/form";

    /** More forms of the wanted kinds than this are not judged. */
    static final int MOST_FORMS = 20;

    private final JiraCalls calls;
    private final Installations installations;

    JiraForms(JiraCalls calls, Installations installations) {
        this.calls = calls;
        this.installations = installations;
    }

    /**
     * The forms on a request that were made from these templates: one call, and one per form.
     *
     * @param issueId numeric id as text
     * @param beforeCall to be run before each call after the first
     * @throws JiraFailure when a form cannot be read whole
     */
    public List<Form> forms(TenantId tenant, String issueId, Set<String> templateIds, Runnable beforeCall) {
        Wanted.number("issue id", issueId);
        String cloud = cloudId(tenant);
        List<Entry> entries =
                calls.get(tenant, Operation.READ_FORMS, FORMS, cloud, issueId).elements("forms", Entry::of).stream()
                        .filter(entry -> templateIds.contains(entry.templateId))
                        .toList();
        if (entries.size() > MOST_FORMS) {
            throw new JiraFailure.TooMuch(
                    Operation.READ_FORMS, entries.size() + " forms of one kind", MOST_FORMS + " forms");
        }
        List<Form> forms = new ArrayList<>();
        for (Entry entry : entries) {
            beforeCall.run();
            forms.add(Form.of(
                    entry.templateId,
                    calls.get(tenant, Operation.READ_FORM, FORMS + "/{form}", cloud, issueId, entry.id)));
        }
        return List.copyOf(forms);
    }

    private String cloudId(TenantId tenant) {
        return installations
                .open(tenant)
                .map(Installation::cloudId)
                .orElseThrow(() -> new JiraFailure.NotUnderstood(
                        Operation.READ_FORMS, "the installation did not say which cloud id the site has"));
    }

    private record Entry(String id, String templateId) {

        static Entry of(Answer entry) {
            return new Entry(entry.text("id"), entry.at("formTemplate").text("id"));
        }
    }
}
