package io.latchkey.provisioning.guard;

/** What a breaker counts. */
public enum Counted {
    /** Accounts that plans make. */
    ACCOUNTS("accounts", "accountsPerHour"),
    /** Memberships of groups that plans give. */
    MEMBERSHIPS("memberships", "membershipsPerHour");

    private final String title;
    private final String limit;

    Counted(String title, String limit) {
        this.title = title;
        this.limit = limit;
    }

    /** Its name in the API, the trail and the database. */
    public String title() {
        return title;
    }

    /** The member of the setting that holds its limit. */
    String limit() {
        return limit;
    }

    /** Pure: whether one plan more is too much. */
    static boolean isTooMuch(int allowed, long found, int more) {
        return more > 0 && found + more > allowed;
    }

    static Counted of(String title) {
        return title.equals(ACCOUNTS.title) ? ACCOUNTS : MEMBERSHIPS;
    }
}
