package io.latchkey.recipe;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A recipe: its key and which of its versions is current. */
@Entity
@Table(name = "recipe")
class RecipeRow {

    @EmbeddedId
    private RowId id;

    /** Null until it is stored, by which the repository tells a new row. */
    @Version
    private @Nullable Integer revision;

    @Column(name = "recipe_key", updatable = false)
    private String key;

    @Column(name = "current_version")
    private int currentVersion;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected RecipeRow() {}

    RecipeRow(RowId id, String key, Instant now) {
        this.id = id;
        this.key = key;
        this.createdAt = now;
        this.updatedAt = now;
    }

    int nextVersion(Instant now) {
        currentVersion++;
        updatedAt = now;
        return currentVersion;
    }

    UUID id() {
        return id.id();
    }

    String key() {
        return key;
    }
}
