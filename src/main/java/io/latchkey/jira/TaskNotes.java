package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Reads what agents answered to an internal note that asks them to do something. Customers see no internal note and can
 * write none, so whoever answers is an agent. Every method may throw a {@link JiraFailure}.
 */
@Component
class TaskNotes {

    private final JiraCalls calls;
    private final Known known;

    TaskNotes(JiraCalls calls, Known known) {
        this.calls = calls;
        this.known = known;
    }

    /**
     * The id of the first internal note behind this one whose first line is the word, in any case, by a person; empty when
     * there is none, or when the note itself is gone. One call per 100 comments.
     */
    Optional<String> answerTo(TenantId tenant, String issueId, String noteId, String word, Runnable beforeCall) {
        Wanted.number("issue id", issueId);
        beforeCall.run();
        Set<String> ourselves = known.ownAccounts(tenant);
        List<Note> notes = Pages.ofPlatform(Operation.READ_COMMENTS, "comments", JiraComments.MOST_COMMENTS)
                .all(
                        start -> {
                            beforeCall.run();
                            return calls.get(
                                    tenant,
                                    Operation.READ_COMMENTS,
                                    "/rest/api/3/issue/{id}/comment?startAt={start}&maxResults=100&orderBy=created",
                                    issueId,
                                    start);
                        },
                        Note::of);
        return notes.stream()
                .dropWhile(note -> !note.id().equals(noteId))
                .skip(1)
                .filter(note -> note.internal() && note.human() && !ourselves.contains(note.author()))
                .filter(note -> isWord(note.firstLine(), word))
                .map(Note::id)
                .findFirst();
    }

    private static boolean isWord(String line, String word) {
        String said = line.strip();
        boolean dotted = said.endsWith(".") || said.endsWith("!");
        return (dotted ? said.substring(0, said.length() - 1).strip() : said).equalsIgnoreCase(word);
    }

    /** What matters of a comment. */
    private record Note(String id, String author, boolean human, boolean internal, String firstLine) {

        static Note of(Answer comment) {
            Answer author = comment.at("author");
            return new Note(
                    comment.id("id"),
                    String.valueOf(Person.accountId(author)),
                    Person.isHuman(author.textOrNull("accountType")),
                    comment.hasBoolean("jsdPublic") && !comment.isTrue("jsdPublic"),
                    firstLine(comment.at("body").json()));
        }

        private static String firstLine(JsonNode document) {
            var line = new StringBuilder();
            for (JsonNode inline : document.path("content").path(0).path("content")) {
                if (!inline.path("type").asText().equals("text")) {
                    break;
                }
                line.append(inline.path("text").asText());
            }
            return line.toString();
        }

        /** Without the words, which may hold a credential. */
        @Override
        public String toString() {
            return "Note[" + id + "]";
        }
    }
}
