import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

/** YAML in the design system's colours, which follow light and dark. */
export const highlight = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--ds-text-accent-blue, #1558bc)' },
    { tag: [tags.string, tags.content, tags.literal], color: 'var(--ds-text, #292a2e)' },
    { tag: [tags.special(tags.string), tags.attributeValue], color: 'var(--ds-text-accent-green, #216e4e)' },
    { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.typeName], color: 'var(--ds-text-accent-purple, #803fa5)' },
    { tag: tags.comment, color: 'var(--ds-text-subtle, #505258)', fontStyle: 'italic' },
    { tag: [tags.separator, tags.punctuation, tags.brace, tags.squareBracket, tags.meta], color: 'var(--ds-text-subtle, #505258)' },
  ]),
);
