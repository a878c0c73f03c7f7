package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Change;
import io.latchkey.jira.Form;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.RecipeVersion;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a decision rests on, as it was read; stored with the decision, so that it can be taken again.
 *
 * @param began before anything of it was read
 * @param version the recipe
 * @param request the issue
 * @param approvals its approvals
 * @param changes its history; empty when it was not read
 * @param forms the forms that the recipe takes answers from; empty when they were not read
 * @param approvers facts about those who approved; empty when they were not read
 * @param groups facts about the groups; empty when they were not read
 * @param ourselves the app's own account
 * @param requestTypeField the field that says which recipe a request has; a change of it counts like one of an input
 */
record Reading(
        Instant began,
        RecipeVersion version,
        ServiceRequest request,
        List<Approval> approvals,
        List<Change> changes,
        List<Form> forms,
        List<ApproverFacts> approvers,
        List<Guardrail.Group> groups,
        List<Guardrail.Person> people,
        Optional<String> ourselves,
        String requestTypeField) {

    /** What was read first. */
    Reading(
            Instant began,
            RecipeVersion version,
            ServiceRequest request,
            List<Approval> approvals,
            Optional<String> ourselves,
            String requestTypeField) {
        this(
                began,
                version,
                request,
                approvals,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                ourselves,
                requestTypeField);
    }

    Reading withChanges(List<Change> read) {
        return new Reading(
                began,
                version,
                request,
                approvals,
                read,
                forms,
                approvers,
                groups,
                people,
                ourselves,
                requestTypeField);
    }

    Reading withForms(List<Form> read) {
        return new Reading(
                began,
                version,
                request,
                approvals,
                changes,
                read,
                approvers,
                groups,
                people,
                ourselves,
                requestTypeField);
    }

    Reading withApprovers(List<ApproverFacts> read) {
        return new Reading(
                began, version, request, approvals, changes, forms, read, groups, people, ourselves, requestTypeField);
    }

    Reading withGroups(List<Guardrail.Group> read) {
        return new Reading(
                began,
                version,
                request,
                approvals,
                changes,
                forms,
                approvers,
                read,
                people,
                ourselves,
                requestTypeField);
    }

    Reading withPeople(List<Guardrail.Person> read) {
        return new Reading(
                began,
                version,
                request,
                approvals,
                changes,
                forms,
                approvers,
                groups,
                read,
                ourselves,
                requestTypeField);
    }

    /** The fields that decide what is done: the recipe's inputs, also through a form, and which recipe it is. */
    Set<String> dependedOn() {
        Set<String> fields = new HashSet<>(InputReading.fields(version.recipe()));
        fields.addAll(FormCheck.linkedFields(version.recipe(), forms));
        fields.add(requestTypeField);
        return fields;
    }

    /** The whole input in its canonical form. */
    CanonicalJson canonical() {
        ObjectNode input = content();
        input.withObject("request").put("status", request.status().id());
        var history = input.putArray("changes");
        for (Change change : changes) {
            history.addObject()
                    .put("id", change.id())
                    .put("author", change.authorAccountId())
                    .put("at", change.at().toString())
                    .put("field", change.fieldId())
                    .put("from", change.from())
                    .put("to", change.to());
        }
        var who = input.putArray("approvers");
        for (ApproverFacts approver : approvers) {
            ObjectNode one = who.addObject()
                    .put("account", approver.accountId())
                    .put("type", approver.accountType().orElse(null))
                    .put("active", approver.active())
                    .put("okta", approver.okta().name());
            approver.oktaUserId().ifPresent(user -> one.put("oktaUser", user));
            approver.groupIds().ifPresent(ids -> ids.stream().sorted().forEach(one.withArray("groups")::add));
        }
        var facts = input.putArray("groups");
        for (Guardrail.Group group : groups) {
            facts.addObject()
                    .put("id", group.id())
                    .put("allowed", group.allowed())
                    .put("administration", group.administration().name());
        }
        if (!people.isEmpty()) {
            var persons = input.putArray("people");
            for (Guardrail.Person person : people) {
                persons.addObject()
                        .put("id", person.id())
                        .put("administration", person.administration().name());
            }
        }
        return CanonicalJson.of(input);
    }

    /**
     * What a note is written for once, in its canonical form: fields, approvals and recipe. Neither the status, which
     * moves without changing what is asked for, nor the times of the reading.
     */
    CanonicalJson asked() {
        return CanonicalJson.of(content());
    }

    private ObjectNode content() {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.putObject("recipe")
                .put("id", version.recipeId().toString())
                .put("version", version.number())
                .put("hash", version.hash());
        ObjectNode issue = content.putObject("request");
        issue.put("id", request.issueId())
                .put("serviceDesk", request.serviceDeskId())
                .put("requestType", request.requestTypeId())
                .put(
                        "reporter",
                        request.reporter() == null ? null : request.reporter().accountId())
                .put(
                        "creator",
                        request.creator() == null ? null : request.creator().accountId());
        ObjectNode fields = issue.putObject("fields");
        Set<String> held = new LinkedHashSet<>(InputReading.fields(version.recipe()));
        held.addAll(FormCheck.linkedFields(version.recipe(), forms));
        for (String id : held) {
            fields.set(id, request.fields().get(id));
        }
        if (!forms.isEmpty()) {
            forms(content.putArray("forms"));
        }
        var record = content.putArray("approvals");
        for (Approval approval : approvals) {
            ObjectNode one = record.addObject()
                    .put("id", approval.id())
                    .put("name", approval.name())
                    .put("decision", approval.decision().name())
                    .put("created", approval.createdAt().toString());
            var approvers = one.putArray("approvers");
            approval.approvers()
                    .forEach(approver -> approvers
                            .addObject()
                            .put("account", approver.accountId())
                            .put("active", approver.active())
                            .put("decision", approver.decision().name()));
        }
        return content;
    }

    private void forms(ArrayNode list) {
        for (Form form : forms) {
            ObjectNode answers = list.addObject()
                    .put("id", form.id())
                    .put("template", form.templateId())
                    .put("submitted", form.submitted())
                    .put("updated", form.updated().toString())
                    .putObject("answers");
            form.answers().forEach(answer -> answers.set(answer.question(), answer.value()));
        }
    }
}
