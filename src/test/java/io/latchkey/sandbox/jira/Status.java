package io.latchkey.sandbox.jira;

import java.util.Arrays;
import java.util.Optional;

/** The statuses of the site's one workflow. */
enum Status {
    WAITING_FOR_APPROVAL("10001", "Waiting for approval", Category.INDETERMINATE),
    APPROVED("10002", "Approved", Category.INDETERMINATE),
    DONE("10003", "Done", Category.DONE),
    DECLINED("10004", "Declined", Category.DONE),
    WAITING_FOR_SECOND_APPROVAL("10005", "Waiting for second approval", Category.INDETERMINATE);

    /** Jira's fixed categories (documented): 2 to do, 4 in progress, 3 done. */
    enum Category {
        NEW(2, "new", "To Do", "blue-gray"),
        INDETERMINATE(4, "indeterminate", "In Progress", "yellow"),
        DONE(3, "done", "Done", "green");

        private final int id;
        private final String key;
        private final String label;
        private final String color;

        Category(int id, String key, String label, String color) {
            this.id = id;
            this.key = key;
            this.label = label;
            this.color = color;
        }

        int id() {
            return id;
        }

        String key() {
            return key;
        }

        String label() {
            return label;
        }

        String color() {
            return color;
        }
    }

    private final String id;
    private final String label;
    private final Category category;

    Status(String id, String label, Category category) {
        this.id = id;
        this.label = label;
        this.category = category;
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }

    Category category() {
        return category;
    }

    static Optional<Status> find(String id) {
        return Arrays.stream(values()).filter(status -> status.id.equals(id)).findFirst();
    }

    static Status get(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no status has the id " + id));
    }
}
