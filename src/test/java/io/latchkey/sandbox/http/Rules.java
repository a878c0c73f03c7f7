package io.latchkey.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The switchable rules of a vendor, by name, with their defaults, descriptions and sources. A vendor declares its rules
 * once and asks for the value each time it matters. Safe for many threads.
 */
public final class Rules {

    private final Map<String, Rule> rules = new LinkedHashMap<>();

    /** Declares a rule that is on or off. */
    public synchronized Rules flag(String name, boolean standard, String description, String source) {
        return declare(name, BooleanNode.valueOf(standard), description, source);
    }

    /** Declares a rule that is a whole number; the description says of what unit. */
    public synchronized Rules number(String name, long standard, String description, String source) {
        return declare(name, LongNode.valueOf(standard), description, source);
    }

    /** Declares a rule that is a word; the description lists the words it understands. */
    public synchronized Rules text(String name, String standard, String description, String source) {
        return declare(name, TextNode.valueOf(standard), description, source);
    }

    private Rules declare(String name, JsonNode standard, String description, String source) {
        if (rules.putIfAbsent(name, new Rule(name, standard, standard, description, source)) != null) {
            throw new IllegalStateException("the rule " + name + " is declared twice");
        }
        return this;
    }

    /** Whether a flag is on. */
    public boolean isOn(String name) {
        return get(name).value().booleanValue();
    }

    /** The value of a number. */
    public long number(String name) {
        return get(name).value().longValue();
    }

    /** The value of a word. */
    public String text(String name) {
        return get(name).value().textValue();
    }

    /** A rule. @throws IllegalArgumentException when no rule has that name */
    public synchronized Rule get(String name) {
        Rule rule = rules.get(name);
        if (rule == null) {
            throw new IllegalArgumentException("no rule is named " + name);
        }
        return rule;
    }

    /** All rules, as declared. */
    public synchronized List<Rule> all() {
        return List.copyOf(rules.values());
    }

    /**
     * Changes a rule.
     *
     * @throws IllegalArgumentException when no rule has that name, or the value is of another type
     */
    public synchronized Rule set(String name, JsonNode value) {
        Rule rule = get(name);
        boolean fits = rule.standard().isNumber()
                ? value.isIntegralNumber() && value.canConvertToLong()
                : value.getNodeType() == rule.standard().getNodeType();
        if (!fits) {
            throw new IllegalArgumentException("the rule " + name + " takes a value like " + rule.standard());
        }
        Rule changed = rule.with(value);
        rules.put(name, changed);
        return changed;
    }

    /** Switches a flag. */
    public Rule set(String name, boolean value) {
        return set(name, BooleanNode.valueOf(value));
    }

    /** Changes a number. */
    public Rule set(String name, long value) {
        return set(name, LongNode.valueOf(value));
    }

    /** Changes a word. */
    public Rule set(String name, String value) {
        return set(name, TextNode.valueOf(value));
    }

    /** Every rule is at its default again. */
    public synchronized void reset() {
        rules.replaceAll((name, rule) -> rule.with(rule.standard()));
    }
}
