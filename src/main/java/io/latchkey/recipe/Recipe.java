package io.latchkey.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a type of request becomes, as its document says; {@code recipe/recipe-1.schema.json} states the bounds of each
 * part. Parts that nothing carries out yet are refused when a recipe is saved.
 *
 * @param key stable, for people and links
 * @param title for people
 * @param match which requests it is for
 * @param inputs what is taken from a request, by name
 * @param approval what is asked of the approval beyond the rule for all, or null
 * @param connection the name of the Okta connection
 * @param steps in the order in which they run
 * @param delivery how a new credential reaches its owner
 * @param ticket what the steps that write to the ticket say where they do not say it themselves, or null
 * @param duration how long the access lasts, or null for no end
 * @param grants groups with an end of their own
 * @param retention how long what was read is kept, or null for the product's default
 * @param guardrails what this recipe may not do beyond what the tenant forbids, or null
 * @param zone the time zone in which its dates begin and end (IANA); UTC when the document does not say
 */
public record Recipe(
        String key,
        String title,
        Match match,
        Map<String, Input> inputs,
        @Nullable Approval approval,
        String connection,
        List<Step> steps,
        Delivery delivery,
        @Nullable Ticket ticket,
        @Nullable Term duration,
        List<Grant> grants,
        @Nullable Retention retention,
        @Nullable Guardrails guardrails,
        String zone) {

    /** The zone of a recipe that names none. */
    public static final String UTC = "UTC";

    /** Copies what could change later; an absent list is an empty one. */
    public Recipe {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        steps = List.copyOf(steps);
        grants = grants == null ? List.of() : List.copyOf(grants);
        zone = zone == null ? UTC : zone;
    }

    /**
     * Which requests a recipe is for.
     *
     * @param serviceDesk Jira's id of the service desk
     * @param requestTypes Jira's ids of the request types
     */
    public record Match(String serviceDesk, List<String> requestTypes) {

        /** Copies the list. */
        public Match {
            requestTypes = List.copyOf(requestTypes);
        }
    }

    /**
     * A value a request has to bring.
     *
     * @param source where it comes from
     * @param type what it has to be
     * @param required null means true
     * @param maxLength in characters, or null for the bound of the type
     * @param pattern a regular expression (RE2 syntax) that the whole value has to match, or null
     * @param choices what each value that may be chosen stands for in Okta (a group, an application), or empty when the
     *     value stands for itself
     */
    public record Input(
            Source source,
            InputType type,
            @Nullable Boolean required,
            @Nullable Integer maxLength,
            @Nullable String pattern,
            Map<String, String> choices) {

        /** Copies the choices; absent ones are none. */
        public Input {
            choices = choices == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(choices));
        }

        /** An input whose value stands for itself. */
        public Input(
                Source source,
                InputType type,
                @Nullable Boolean required,
                @Nullable Integer maxLength,
                @Nullable String pattern) {
            this(source, type, required, maxLength, pattern, Map.of());
        }

        /** Whether a request without it is refused. */
        public boolean isRequired() {
            return required == null || required;
        }
    }

    /** What a value has to be. */
    public enum InputType {
        /** One text. */
        @JsonProperty("text")
        TEXT,
        /** An e-mail address. */
        @JsonProperty("email")
        EMAIL,
        /** A calendar date, ISO 8601. */
        @JsonProperty("date")
        DATE,
        /** Yes or no. */
        @JsonProperty("boolean")
        BOOLEAN,
        /** The value of a selected option. */
        @JsonProperty("option")
        OPTION,
        /** Account ids of people in Jira. */
        @JsonProperty("people")
        PEOPLE,
        /** Several texts. */
        @JsonProperty("list")
        LIST,
        /** One existing account in Okta: by its login, or by a person in Jira whose account an administrator has entered. */
        @JsonProperty("account")
        ACCOUNT
    }

    /**
     * What is asked of the approval beyond the rule for all recipes.
     *
     * @param steps names of the approval steps that must have been answered; empty for every step of the newest round
     * @param quorum how many different people must have approved, or null for as many as Jira asked for
     * @param approvers who may approve; empty for everybody Jira lets
     * @param field Jira's id of the field that names the approvers, or null for any field of people
     * @param beneficiary an input of type people: who gets the access, and so may not approve it; or null
     * @param portalCustomers whether customers who know the portal only may approve; null means false
     * @param mappedToOkta whether an administrator must have said which Okta account each approver has; null means false
     */
    public record Approval(
            List<String> steps,
            @Nullable Integer quorum,
            List<Approver> approvers,
            @Nullable String field,
            @Nullable String beneficiary,
            @Nullable Boolean portalCustomers,
            @Nullable Boolean mappedToOkta) {

        private static final Approval RULE_FOR_ALL = new Approval(List.of(), null, List.of(), null, null, null, null);

        /** Copies the lists; an absent list is an empty one. */
        public Approval {
            steps = steps == null ? List.of() : List.copyOf(steps);
            approvers = approvers == null ? List.of() : List.copyOf(approvers);
        }

        /** Whether somebody who knows the portal only may approve. */
        public boolean allowsCustomers() {
            return portalCustomers != null && portalCustomers;
        }

        /** Whether each approver must be known in Okta by an administrator's word. */
        public boolean needsOktaAccount() {
            return mappedToOkta != null && mappedToOkta;
        }

        /** Whether the groups of an approver tell if they may. */
        public boolean asksForGroups() {
            return approvers.stream().anyMatch(approver -> approver.group() != null);
        }
    }

    /** The inputs that come from the request itself: what expressions may refer to. */
    public Map<String, Input> plainInputs() {
        Map<String, Input> plain = inputsBeforeApproval();
        plain.values().removeIf(input -> input.source() instanceof Source.Expression);
        return plain;
    }

    /** The inputs that are there while nobody has approved yet: what conditions may refer to, since a preview asks them. */
    public Map<String, Input> inputsBeforeApproval() {
        Map<String, Input> known = new LinkedHashMap<>(inputs);
        known.values().removeIf(input -> input.source() instanceof Source.Approver);
        return known;
    }

    /** What is asked of the approval; what the document leaves out is the rule for all recipes. */
    public Approval approvalRule() {
        return approval == null ? Approval.RULE_FOR_ALL : approval;
    }

    /**
     * Somebody who may approve; exactly one of the three is given.
     *
     * @param person an Atlassian account id
     * @param group a Jira group's id
     * @param input an input of type people
     */
    public record Approver(
            @Nullable String person,
            @Nullable String group,
            @Nullable String input) {}

    /**
     * One thing to do.
     *
     * @param id names its results for later steps: {@code ${steps.account.login}}
     * @param uses the kind of step, like {@code okta.create-user}
     * @param with what that kind asks for; texts may hold references
     * @param when a condition, or null for always
     */
    public record Step(
            String id,
            String uses,
            ObjectNode with,
            @Nullable String when) {

        /** Copies the arguments; absent ones are an empty object. */
        public Step {
            with = with == null ? JsonNodeFactory.instance.objectNode() : with.deepCopy();
        }

        @Override
        public ObjectNode with() {
            return with.deepCopy();
        }
    }

    /**
     * How a new credential reaches its owner.
     *
     * @param method the way
     * @param recipient whom it is handed over to: an input of the recipe, as {@code ${inputs.who}}, or null for whoever the
     *     request is from
     * @param validFor how long what is handed over once can be taken, or null for the usual time
     * @param removeAfter how long a temporary password stays in a comment, or null for the usual time
     */
    public record Delivery(
            DeliveryMethod method,
            @Nullable String recipient,
            @Nullable Span validFor,
            @Nullable Span removeAfter) {

        private static final Duration USUAL = Duration.ofHours(72);
        private static final Duration REMOVED = Duration.ofHours(24);

        /** With the usual times. */
        public Delivery(DeliveryMethod method, @Nullable String recipient) {
            this(method, recipient, null, null);
        }

        /** Whether the credential is handed over once, to one person. */
        public boolean isHandedOver() {
            return method == DeliveryMethod.ACTIVATION_LINK || method == DeliveryMethod.REVEAL;
        }

        /** How long it can be taken, at most for as long as it works. */
        public Duration lifetime(Duration most) {
            Duration wanted = validFor == null ? USUAL : validFor.duration();
            return wanted.compareTo(most) < 0 ? wanted : most;
        }

        /** How long a temporary password stays in a comment. */
        public Duration stays() {
            return removeAfter == null ? REMOVED : removeAfter.duration();
        }
    }

    /** The ways in which a credential reaches its owner. */
    public enum DeliveryMethod {
        /** Okta's own mail; no password exists. */
        @JsonProperty("activation")
        ACTIVATION,
        /** User name and temporary password on the ticket. */
        @JsonProperty("comment")
        COMMENT,
        /** A link that is handed over once. */
        @JsonProperty("activationLink")
        ACTIVATION_LINK,
        /** A password that is shown once. */
        @JsonProperty("reveal")
        REVEAL
    }

    /**
     * What the ticket gets where a step does not say it itself.
     *
     * @param comment the text of a comment; may hold references
     * @param transition the name of the closing transition
     * @param backToApproval the name of the transition to take when the content changed after the approval
     * @param preview whether those who approve are told in a comment what their approval does; null means in a comment
     * @param locale the language of what Latchkey says there itself (BCP 47), or null for English
     */
    public record Ticket(
            @Nullable String comment,
            @Nullable String transition,
            @Nullable String backToApproval,
            @Nullable PreviewIn preview,
            @Nullable String locale) {

        /** A ticket whose preview is a comment in English. */
        public Ticket(@Nullable String comment, @Nullable String transition, @Nullable String backToApproval) {
            this(comment, transition, backToApproval, null, null);
        }
    }

    /** Where those who approve read what their approval does. */
    public enum PreviewIn {
        /** In a public comment, which customers and approvers get wherever they approve. */
        @JsonProperty("comment")
        COMMENT,
        /** Nowhere on the ticket. */
        @JsonProperty("none")
        NONE
    }

    /** Whether the ticket says what an approval does. */
    public boolean isPreviewed() {
        return ticket == null || ticket.preview() != PreviewIn.NONE;
    }

    /** The language of what Latchkey says on the ticket. */
    public Locale locale() {
        return ticket == null || ticket.locale() == null ? Locale.ENGLISH : Locale.forLanguageTag(ticket.locale());
    }

    /**
     * When access ends; exactly one of days, hours and input is given.
     *
     * @param days that many days after it began
     * @param hours that many hours after it began
     * @param input with the day in this input
     * @param whenWithdrawn what becomes of it when the request is withdrawn while it is carried out; null means it is kept
     *     until its end
     */
    public record Term(
            @Nullable Integer days,
            @Nullable Integer hours,
            @Nullable String input,
            @Nullable WhenWithdrawn whenWithdrawn) {

        /** A term that a withdrawal does not shorten. */
        public Term(@Nullable Integer days, @Nullable String input) {
            this(days, null, input, null);
        }
    }

    /** What becomes of access whose request is withdrawn. */
    public enum WhenWithdrawn {
        /** It ends when it would have. */
        @JsonProperty("keep")
        KEEP,
        /** It ends at once. */
        @JsonProperty("revoke")
        REVOKE
    }

    /**
     * A group with an end of its own.
     *
     * @param group its name in Okta
     * @param duration or null for the recipe's
     */
    public record Grant(String group, @Nullable Term duration) {}

    /**
     * How long what was read from a request is kept.
     *
     * @param inputDays days
     */
    public record Retention(int inputDays) {}

    /**
     * What a recipe may not do beyond what the tenant forbids.
     *
     * @param emailDomains the only domains of accounts that it makes, or null for any that the tenant allows
     * @param conditions what must not be true of a request
     */
    public record Guardrails(@Nullable List<String> emailDomains, List<Condition> conditions) {

        /** Copies the lists; absent conditions are none. */
        public Guardrails {
            emailDomains = emailDomains == null ? null : List.copyOf(emailDomains);
            conditions = conditions == null ? List.of() : List.copyOf(conditions);
        }
    }

    /**
     * A request of which this is true is refused.
     *
     * @param deny an expression that says yes or no
     * @param because what people are told then
     */
    public record Condition(String deny, String because) {}
}
