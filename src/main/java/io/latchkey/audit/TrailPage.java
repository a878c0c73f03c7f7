package io.latchkey.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a trail.
 *
 * @param rows in the order that was asked for
 * @param next where to go on, or null when this is the last page for now
 */
public record TrailPage(List<TrailRow> rows, @Nullable TrailCursor next) {}
