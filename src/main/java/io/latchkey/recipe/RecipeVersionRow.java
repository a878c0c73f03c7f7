package io.latchkey.recipe;

import io.latchkey.platform.json.CanonicalJson;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One version; inserted once, never changed. */
@Entity
@Immutable
@Table(name = "recipe_version")
class RecipeVersionRow {

    @EmbeddedId
    private RowId id;

    @Column(name = "recipe_id")
    private UUID recipeId;

    private int number;
    private byte[] document;

    @Column(name = "document_hash")
    private byte[] documentHash;

    private byte[] resolved;

    @Column(name = "saved_by")
    private String savedBy;

    @Column(name = "saved_at")
    private Instant savedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected RecipeVersionRow() {}

    RecipeVersionRow(RowId id, RecipeVersion version) {
        this.id = id;
        this.recipeId = version.recipeId();
        this.number = version.number();
        this.document = version.document().bytes();
        this.documentHash = version.document().sha256();
        this.resolved = version.resolved().bytes();
        this.savedBy = version.savedBy();
        this.savedAt = version.savedAt();
    }

    /**
     * What was saved.
     *
     * @throws IllegalStateException when the bytes are not the ones that were hashed
     */
    RecipeVersion version() {
        CanonicalJson stored = CanonicalJson.stored(document);
        if (!MessageDigest.isEqual(stored.sha256(), documentHash)) {
            throw new IllegalStateException(
                    "version " + number + " of recipe " + recipeId + " is not what was saved: its hash differs");
        }
        return new RecipeVersion(
                recipeId,
                number,
                RecipeJson.recipe(stored.tree()),
                stored,
                CanonicalJson.stored(resolved),
                savedBy,
                savedAt);
    }
}
