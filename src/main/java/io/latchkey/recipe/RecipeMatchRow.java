package io.latchkey.recipe;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A request type that the current version of a recipe is for. */
@Entity
@Table(name = "recipe_match")
class RecipeMatchRow {

    @EmbeddedId
    private RowId id;

    @Column(name = "recipe_id")
    private UUID recipeId;

    @Column(name = "service_desk")
    private String serviceDesk;

    @Column(name = "request_type")
    private String requestType;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected RecipeMatchRow() {}

    RecipeMatchRow(RowId id, UUID recipeId, String serviceDesk, String requestType) {
        this.id = id;
        this.recipeId = recipeId;
        this.serviceDesk = serviceDesk;
        this.requestType = requestType;
    }

    UUID recipeId() {
        return recipeId;
    }

    String requestType() {
        return requestType;
    }
}
