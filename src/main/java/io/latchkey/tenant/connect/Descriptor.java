package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.descriptor.AddonDescriptor;
import com.atlassian.connect.spring.internal.descriptor.AddonDescriptorLoader;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.latchkey.platform.http.PublicUrl;
import io.latchkey.platform.json.Mappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The app's descriptor, read once. The bare library reads, resolves and parses it about five times per request. The one
 * placeholder is our public address; Jira's own are written {@code {issue.key}}.
 */
@Component
@Primary
class Descriptor extends AddonDescriptorLoader {

    private static final String BASE_URL = "${latchkey.base-url}";

    private final String raw;
    private final AddonDescriptor parsed;

    Descriptor(ConfigurableEnvironment environment, PublicUrl url) {
        super(environment);
        this.raw = resolved(read(), url);
        this.parsed = parse(raw);
    }

    @Override
    public AddonDescriptor getDescriptor() {
        return parsed;
    }

    @Override
    public String getRawDescriptor() {
        return raw;
    }

    private static String read() {
        try {
            return new ClassPathResource(DESCRIPTOR_FILENAME).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the descriptor " + DESCRIPTOR_FILENAME + " is not on the class path", e);
        }
    }

    static String resolved(String text, PublicUrl url) {
        String resolved = text.replace(BASE_URL, url.baseUrl().toString());
        if (resolved.contains("${")) {
            throw new IllegalStateException("the descriptor holds a placeholder other than " + BASE_URL
                    + "; Jira's own are written without the dollar sign, {issue.key}");
        }
        return resolved;
    }

    private static AddonDescriptor parse(String text) {
        try {
            return Mappers.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
                    .build()
                    .readValue(text, AddonDescriptor.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the descriptor " + DESCRIPTOR_FILENAME + " is no descriptor", e);
        }
    }
}
