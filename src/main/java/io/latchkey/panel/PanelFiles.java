package io.latchkey.panel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** What the build of {@code frontend/} left, read once: pages, and scripts and styles whose names change with their content. */
@Component
class PanelFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PanelFiles.class);
    private static final String BUILT = "classpath*:panel/";

    private final Map<String, String> pages = new HashMap<>();
    private final Map<String, Asset> assets = new HashMap<>();

    PanelFiles() {
        try {
            var resolver = new PathMatchingResourcePatternResolver();
            for (Resource page : resolver.getResources(BUILT + "*.html")) {
                pages.put(name(page), page.getContentAsString(StandardCharsets.UTF_8));
            }
            for (Resource asset : resolver.getResources(BUILT + "assets/*.*")) {
                assets.put(name(asset), new Asset(asset.getContentAsByteArray(), zipped(asset)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the panels' files cannot be read", e);
        }
        if (pages.isEmpty()) {
            LOG.warn("the panels inside Jira were not built (npm run build in frontend/), their pages answer 503");
        }
    }

    /**
     * A script or a style.
     *
     * @param plain its bytes
     * @param zipped the same, gzip
     */
    record Asset(byte[] plain, byte[] zipped) {

        /** The arrays are what it is; it is compared with nothing. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Asset[" + plain.length + " bytes]";
        }
    }

    Optional<String> page(String name) {
        return Optional.ofNullable(pages.get(name + ".html"));
    }

    Optional<Asset> asset(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    private static String name(Resource resource) {
        String name = resource.getFilename();
        if (name == null) {
            throw new IllegalStateException("a file of the panels has no name: " + resource);
        }
        return name;
    }

    private static byte[] zipped(Resource resource) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(resource.getContentAsByteArray());
        }
        return bytes.toByteArray();
    }
}
