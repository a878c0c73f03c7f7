package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.internal.descriptor.AddonDescriptorLoader;
import io.latchkey.tenant.Public;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Public(because = "a site that installs the app has no token yet, and the descriptor holds nothing of any tenant")
class DescriptorEndpoint {

    private final AddonDescriptorLoader descriptor;

    DescriptorEndpoint(AddonDescriptorLoader descriptor) {
        this.descriptor = descriptor;
    }

    @GetMapping(path = "/atlassian-connect.json", produces = MediaType.APPLICATION_JSON_VALUE)
    String descriptor() {
        return descriptor.getRawDescriptor();
    }
}
