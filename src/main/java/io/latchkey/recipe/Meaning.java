package io.latchkey.recipe;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.latchkey.recipe.Recipe.Approval;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.Recipe.Ticket;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a schema cannot say: ids are used once, kinds are known, references lead to something earlier. */
final class Meaning {

    private final Recipe recipe;
    private final Map<String, StepKind> known = new TreeMap<>();
    private final Map<String, StepKind> earlier = new HashMap<>();
    private final Map<String, String> conditions = new HashMap<>();
    private final List<RecipeProblem> problems = new ArrayList<>();
    private @Nullable String when;

    Meaning(Recipe recipe, Collection<StepKind> known) {
        this.recipe = recipe;
        known.forEach(kind -> this.known.put(kind.uses(), kind));
    }

    List<RecipeProblem> problems() {
        recipe.inputs().forEach(this::input);
        zone();
        if (!recipe.steps().isEmpty() && recipe.steps().stream().allMatch(step -> step.when() != null)) {
            add("recipe.nothing-certain", "/steps/0/when", "at least one step must be done always");
        }
        approval();
        for (int i = 0; i < recipe.steps().size(); i++) {
            step("/steps/" + i, recipe.steps().get(i));
        }
        Recipe.Guardrails guardrails = recipe.guardrails();
        if (guardrails != null) {
            for (int i = 0; i < guardrails.conditions().size(); i++) {
                condition(
                        "/guardrails/conditions/" + i + "/deny",
                        guardrails.conditions().get(i).deny());
            }
        }
        Ticket ticket = recipe.ticket();
        if (ticket != null) {
            text("/ticket/comment", ticket.comment(), false);
        }
        text("/delivery/recipient", recipe.delivery().recipient(), false);
        return List.copyOf(problems);
    }

    private void input(String name, Input input) {
        String pattern = input.pattern();
        if (pattern != null) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                add("recipe.pattern-invalid", "/inputs/" + name + "/pattern", e.getDescription());
            }
        }
        if (input.source() instanceof Source.Expression expression) {
            expression(name, input, expression);
        }
        boolean isOfPeople = input.type() == InputType.PEOPLE || input.type() == InputType.TEXT;
        if (input.source() instanceof Source.Approver && !isOfPeople) {
            add(
                    "recipe.approver-type",
                    "/inputs/" + name + "/type",
                    "who approved is an input of type people, or of type text where one person approves; it is never"
                            + " the account that a step is about");
        }
        if (input.source() instanceof Source.Approver) {
            approver(name, input);
        }
        boolean mayChoose =
                input.type() == InputType.OPTION || input.type() == InputType.LIST || input.type() == InputType.TEXT;
        if (!input.choices().isEmpty() && !mayChoose) {
            add(
                    "recipe.choices-of-a-text",
                    "/inputs/" + name + "/choices",
                    "only an input of type option, list or text has choices");
        }
    }

    private void approver(String name, Input input) {
        if (input.pattern() != null
                || input.maxLength() != null
                || !input.choices().isEmpty()) {
            add(
                    "recipe.approver-not-limited",
                    "/inputs/" + name,
                    "who may approve is limited by /approval/approvers, not by what an input says of who did");
        }
        Integer quorum = recipe.approvalRule().quorum();
        boolean several =
                (quorum != null && quorum > 1) || recipe.approvalRule().steps().size() > 1;
        if (input.type() == InputType.TEXT && several) {
            add(
                    "recipe.approvers-several",
                    "/inputs/" + name + "/type",
                    "several people approve, so whoever approved is an input of type people");
        }
    }

    /** What it refers to comes from the request itself, so that none waits for another. */
    private void expression(String name, Input input, Source.Expression expression) {
        String pointer = "/inputs/" + name + "/source/expression";
        if (input.type() == InputType.OPTION || input.type() == InputType.PEOPLE || input.type() == InputType.ACCOUNT) {
            add(
                    "recipe.expression-type",
                    pointer,
                    "an expression makes a text, an e-mail, a date, a list, or yes or no");
            return;
        }
        try {
            Expression.value(expression.text(), recipe.plainInputs(), input.type());
        } catch (ExpressionFailure e) {
            add(e.code(), pointer, e.explanation());
        }
    }

    private void condition(String pointer, String text) {
        try {
            Expression.condition(text, recipe.inputsBeforeApproval());
        } catch (ExpressionFailure e) {
            add(e.code(), pointer, e.explanation());
        }
    }

    private void zone() {
        try {
            ZoneId.of(recipe.zone());
        } catch (DateTimeException e) {
            add("recipe.zone-unknown", "/zone", "\"" + recipe.zone() + "\" is no time zone, as Europe/Berlin is one");
        }
    }

    private void approval() {
        Approval approval = recipe.approvalRule();
        people("/approval/beneficiary", approval.beneficiary());
        Input whom = approval.beneficiary() == null ? null : recipe.inputs().get(approval.beneficiary());
        if (whom != null && !whom.isRequired()) {
            add(
                    "recipe.beneficiary-optional",
                    "/approval/beneficiary",
                    "the input " + approval.beneficiary()
                            + " must be required: without it nobody can tell whether those"
                            + " who approve would get the access themselves");
        }
        for (int i = 0; i < approval.approvers().size(); i++) {
            people(
                    "/approval/approvers/" + i + "/input",
                    approval.approvers().get(i).input());
        }
    }

    private void people(String pointer, @Nullable String name) {
        if (name == null) {
            return;
        }
        Input input = recipe.inputs().get(name);
        if (input == null) {
            add(
                    "recipe.reference-unknown",
                    pointer,
                    "no input is called " + name + "; the inputs are "
                            + recipe.inputs().keySet());
        } else if (input.type() != InputType.PEOPLE) {
            add("recipe.input-not-people", pointer, "the input " + name + " must be of type people");
        } else if (input.source() instanceof Source.Approver) {
            add(
                    "recipe.approver-of-itself",
                    pointer,
                    "the input " + name + " is whoever approved, so it limits nobody");
        }
    }

    private void step(String pointer, Step step) {
        StepKind kind = known.get(step.uses());
        if (kind == null) {
            add("recipe.step-unknown", pointer + "/uses", "no such kind of step; known are " + known.keySet());
        }
        String when = step.when();
        if (when != null) {
            condition(pointer + "/when", when);
        }
        this.when = when;
        arguments(JsonPointer.compile(pointer + "/with"), step.with());
        // A kind that is unknown was reported; what refers to its results need not be as well.
        StepKind before = earlier.putIfAbsent(step.id(), kind == null ? Anything.KIND : kind);
        if (when != null) {
            conditions.put(step.id(), when);
        }
        this.when = null;
        if (before != null) {
            add("recipe.step-id-twice", pointer + "/id", "another step is called " + step.id() + " already");
        }
    }

    private void arguments(JsonPointer at, JsonNode value) {
        if (value.isTextual()) {
            text(at.toString(), value.textValue(), true);
        }
        value.properties().forEach(member -> arguments(at.appendProperty(member.getKey()), member.getValue()));
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                arguments(at.appendIndex(i), value.get(i));
            }
        }
    }

    private void text(String pointer, @Nullable String text, boolean mayBeLeftOut) {
        if (text == null) {
            return;
        }
        try {
            Template template = Template.parse(text);
            boolean alone = mayBeLeftOut && template.onlyReference().isPresent();
            template.references().forEach(reference -> reference(pointer, reference, alone));
        } catch (TemplateFailure e) {
            add(e.code(), pointer, e.explanation());
        }
    }

    private void reference(String pointer, String reference, boolean alone) {
        String[] path = reference.split("\\.", -1);
        if (path.length == 2 && path[0].equals("inputs")) {
            inputReference(pointer, reference, recipe.inputs().get(path[1]), alone);
        } else if (path.length == 3 && path[0].equals("steps")) {
            stepReference(pointer, reference, earlier.get(path[1]), path[2]);
            String needed = conditions.get(path[1]);
            if (needed != null && !needed.equals(when)) {
                add(
                        "recipe.reference-uncertain",
                        pointer,
                        "${" + reference + "} is only there when the step " + path[1] + " is done; give this step the"
                                + " same condition");
            }
        } else {
            unknown(pointer, reference, "expected ${inputs.NAME} or ${steps.ID.RESULT}");
        }
    }

    private void inputReference(String pointer, String reference, @Nullable Input input, boolean alone) {
        if (input == null) {
            unknown(pointer, reference, "the inputs are " + recipe.inputs().keySet());
        } else if (!input.isRequired() && !alone) {
            add(
                    "recipe.reference-optional",
                    pointer,
                    "${" + reference + "} may have no value, so it can only be the whole value of a step's argument,"
                            + " which is left out then");
        }
    }

    private void stepReference(String pointer, String reference, @Nullable StepKind kind, String output) {
        if (kind == null) {
            unknown(pointer, reference, "earlier steps are " + earlier.keySet());
        } else if (!kind.equals(Anything.KIND) && !kind.outputs().contains(output)) {
            unknown(pointer, reference, kind.uses() + " has the results " + kind.outputs());
        }
    }

    private void unknown(String pointer, String reference, String expected) {
        add("recipe.reference-unknown", pointer, "${" + reference + "} leads to nothing; " + expected);
    }

    private void add(String code, String pointer, String what) {
        String end = what.endsWith(".") ? "" : ".";
        problems.add(new RecipeProblem(code, pointer, "The document at " + pointer + ": " + what + end));
    }

    private static final class Anything {

        static final StepKind KIND = new StepKind("", Set.of());
    }
}
