package io.latchkey.tenant.connect;

import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Takes out of the Connect library (4.1.1) what decides at our edge, before any of it is made. What stays verifies
 * signatures and signs calls.
 *
 * <ul>
 *   <li>the lifecycle controller with its own handler mapping, its asynchronous transaction and its events, which are
 *       published before the commit: {@link LifecycleEndpoints} takes the callbacks;
 *   <li>the error controller, which answers the message of whatever failed;
 *   <li>the advice that signs a token of ours for every call of any handler;
 *   <li>the interceptor that lets tokens without qsh pass, and its configuration: {@code AccessInterceptor} decides;
 *   <li>the descriptor's controller and the redirect of the root: {@link DescriptorEndpoint} serves it;
 *   <li>the filter that verifies any Bearer as a token of Forge, on any route: {@code InvocationGate} does where Forge calls;
 *   <li>the security chain, which offers a password to everybody: the platform's chains replace it.
 * </ul>
 *
 * A name that is missing refuses to start: then the library has changed and this list has to be read again.
 */
@Component
class TrimmedLibrary implements BeanDefinitionRegistryPostProcessor {

    /** Bean names. */
    static final List<String> TAKEN_OUT = List.of(
            "lifecycleController",
            "lifecycleControllerHandlerMapping",
            "transactionExecutor",
            "asynchronousApplicationEventPublisher",
            "atlassianConnectErrorController",
            "atlassianConnectContextModelAttributeProvider",
            "requireAuthenticationHandlerInterceptor",
            "atlassianConnectWebMvcAutoConfiguration",
            "addonDescriptorController",
            "rootRedirectController",
            "forgeInvocationTokenAuthenticationFilterRegistrationBean",
            "filterChain");

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        List<String> missing = TAKEN_OUT.stream()
                .filter(name -> !registry.containsBeanDefinition(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the Connect library no longer has the beans " + missing
                    + "; expected version 4.1.1, whose edge is replaced here");
        }
        TAKEN_OUT.forEach(registry::removeBeanDefinition);
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        // Nothing is changed in what stays.
    }
}
