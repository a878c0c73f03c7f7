package io.latchkey.tenant;

import io.latchkey.tenant.store.ConnectHosts;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Endpoints of each kind. Registered by hand, so that no scan finds them in a product. */
@ResponseBody
class TryEndpoints {

    private static final Set<String> POSTED = Set.of("tryBody", "tryChange");

    private final ConnectHosts hosts;

    TryEndpoints(ConnectHosts hosts) {
        this.hosts = hosts;
    }

    ConnectHosts hosts() {
        return hosts;
    }

    void register(RequestMappingHandlerMapping mapping) {
        for (Method method : TryEndpoints.class.getDeclaredMethods()) {
            if (method.getName().startsWith("try")) {
                String path = "/try/" + method.getName().substring(3).toLowerCase(java.util.Locale.ROOT);
                var info = RequestMappingInfo.paths(path)
                        .methods(POSTED.contains(method.getName()) ? RequestMethod.POST : RequestMethod.GET)
                        .options(mapping.getBuilderConfiguration());
                mapping.registerMapping(
                        method.getName().equals("tryBody")
                                ? info.consumes(MediaType.APPLICATION_JSON_VALUE)
                                        .build()
                                : info.build(),
                        this,
                        method);
            }
        }
    }

    @CalledBySite
    String trySite(Caller caller) {
        return caller.tenant().toString();
    }

    @CalledByPerson
    String tryPerson(Caller caller) {
        return caller.person();
    }

    @CalledByPerson(administrator = true)
    String tryAdministrator(Caller caller) {
        return "welcome";
    }

    @CalledByPerson(administrator = true)
    String tryChange(Caller caller) {
        return "changed";
    }

    String tryUndeclared() {
        return "never";
    }

    @Public(because = "a test asks what a body may be")
    Map<String, Object> tryBody(@RequestBody Map<String, Object> body) {
        return Map.of("fields", body.size());
    }

    @Public(because = "a test asks what an unforeseen failure shows")
    String tryFailure() {
        throw new IllegalStateException("hidden words");
    }
}
