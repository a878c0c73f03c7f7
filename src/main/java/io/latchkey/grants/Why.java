package io.latchkey.grants;

/** Why a grant is over or held; codes that stay. */
final class Why {

    /** Its time was over, and the account was taken out of the group. */
    static final String TAKEN_BACK = "grants.taken-back";

    /** Another grant of the same membership lasts longer. */
    static final String OUTLASTED = "grants.outlasted";

    /** The account was in the group before, or somebody asked for it for good. */
    static final String EXISTED_BEFORE = "grants.existed-before";

    /** It ended before anything was sent to Okta. */
    static final String NEVER_GIVEN = "grants.never-given";

    /** Somebody else has taken the account out of the group already. */
    static final String GONE_ALREADY = "grants.gone-already";

    /** Somebody else has put the account into the group since. */
    static final String GIVEN_BY_ANOTHER = "grants.given-by-another";

    /** The account was deleted. */
    static final String ACCOUNT_DELETED = "grants.account-deleted";

    /** Okta's System Log does not show whose the membership is. */
    static final String LOG_UNCLEAR = "grants.log-unclear";

    /** A group rule feeds the group: taking somebody out could exclude them from the rule. */
    static final String RULE_MANAGED = "grants.rule-managed";

    /** An application or a directory feeds the group: nobody can take anybody out in Okta. */
    static final String APP_MANAGED = "grants.app-managed";

    /** Okta has accepted the removal, and shows the membership still. */
    static final String REMOVAL_UNPROVEN = "grants.removal-unproven";

    /** The connection leads to another organisation or app than the one that gave it. */
    static final String CONNECTION_CHANGED = "grants.connection-changed";

    /** A person has settled it. */
    static final String SETTLED = "grants.settled";

    private Why() {}
}
