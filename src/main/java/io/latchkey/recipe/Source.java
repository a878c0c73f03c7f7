package io.latchkey.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;

/** Where an input comes from. In the document an object with one member: {@code {"field": "customfield_10101"}}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @Type(value = Source.Field.class, name = "field"),
    @Type(value = Source.Constant.class, name = "constant"),
    @Type(value = Source.Reporter.class, name = "reporter"),
    @Type(value = Source.Approver.class, name = "approver"),
    @Type(value = Source.FormAnswer.class, name = "form"),
    @Type(value = Source.Expression.class, name = "expression")
})
public sealed interface Source {

    /**
     * A field of the issue.
     *
     * @param id Jira's id of the field, since names are not unique
     */
    record Field(String id) implements Source {

        /** Read from a bare text. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Field {}
    }

    /**
     * The same value for every request.
     *
     * @param value a text, a boolean or a list of texts; taken as it is, without references
     */
    record Constant(JsonNode value) implements Source {

        /** Read from the bare value. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Constant {}
    }

    /**
     * Something about who raised the request.
     *
     * @param property what
     */
    record Reporter(PersonProperty property) implements Source {

        /** Read from a bare text. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Reporter {}
    }

    /**
     * Something about who approved it.
     *
     * @param property what
     */
    record Approver(PersonProperty property) implements Source {

        /** Read from a bare text. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Approver {}
    }

    /**
     * An answer in a form on the issue.
     *
     * @param form the id of the form's template, as Jira's list of a request's forms names it
     * @param question the question's key, as the form's builder shows it
     */
    record FormAnswer(String form, String question) implements Source {}

    /**
     * A computed value.
     *
     * @param text the expression
     */
    record Expression(String text) implements Source {

        /** Read from a bare text. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Expression {}
    }

    /** What can be taken from a person in Jira. */
    enum PersonProperty {
        /** The Atlassian account id. */
        @JsonProperty("accountId")
        ACCOUNT_ID,
        /** The name that is shown. */
        @JsonProperty("displayName")
        DISPLAY_NAME,
        /** The address, where its owner shows it to apps. */
        @JsonProperty("email")
        EMAIL
    }
}
