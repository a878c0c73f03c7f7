package io.latchkey.tenant.forge;

import io.latchkey.tenant.CalledByForge;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Forge tells what becomes of installations, and calls every hour ({@code frontend/manifest.yml}). The bodies are not
 * read. Answers are JSON, as Forge expects them; what is not 2xx is sent again four times, a minute apart.
 */
@RestController
@RequestMapping("/forge")
class ForgeLifecycleEndpoints {

    private static final Map<String, Object> TAKEN = Map.of();

    private final ForgeLifecycle lifecycle;

    ForgeLifecycleEndpoints(ForgeLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @PostMapping("/installed")
    @CalledByForge(modules = "latchkey-installed", unknown = true)
    Map<String, Object> installed(Invocation invocation, HttpServletRequest request) {
        lifecycle.installed(invocation, ForgeDoor.systemToken(request));
        return TAKEN;
    }

    @PostMapping("/upgraded")
    @CalledByForge(modules = "latchkey-upgraded", unknown = true)
    Map<String, Object> upgraded(Invocation invocation, HttpServletRequest request) {
        lifecycle.upgraded(invocation, ForgeDoor.systemToken(request));
        return TAKEN;
    }

    @PostMapping("/schedule")
    @CalledByForge(modules = "latchkey-hourly", unknown = true)
    Map<String, Object> schedule(Invocation invocation, HttpServletRequest request) {
        lifecycle.scheduled(invocation, ForgeDoor.systemToken(request));
        return TAKEN;
    }

    @PostMapping("/uninstalling")
    @CalledByForge(modules = "latchkey-uninstalling", unknown = true)
    Map<String, Object> uninstalling(Invocation invocation) {
        lifecycle.uninstalling(invocation);
        return TAKEN;
    }
}
