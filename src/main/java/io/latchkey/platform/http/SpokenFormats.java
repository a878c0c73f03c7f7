package io.latchkey.platform.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.yaml.MappingJackson2YamlHttpMessageConverter;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What is spoken at the edge. Everything answers JSON, whatever a caller would rather have: an answer that could not be given in
 * another format would be found missing only after something was done, as a token that was made and never told. YAML is
 * given where an address offers it and somebody asks for it by name, and is read only by those who read the bytes
 * themselves: Spring would read it everywhere, since a library for it is there.
 */
@Configuration(proxyBeanMethods = false)
class SpokenFormats implements WebMvcConfigurer {

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.strategies(List.of(SpokenFormats::wanted));
    }

    private static List<MediaType> wanted(NativeWebRequest request) {
        return namesYaml(request.getHeader(HttpHeaders.ACCEPT))
                ? List.of(MediaType.APPLICATION_YAML, MediaType.ALL)
                : ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST;
    }

    private static boolean namesYaml(@Nullable String accept) {
        try {
            return accept != null
                    && MediaType.parseMediaTypes(accept).stream()
                            .anyMatch(type -> type.equalsTypeAndSubtype(MediaType.APPLICATION_YAML));
        } catch (InvalidMediaTypeException nothingAtAll) {
            return false;
        }
    }

    @Override
    public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
        converters.removeIf(MappingJackson2YamlHttpMessageConverter.class::isInstance);
    }
}
