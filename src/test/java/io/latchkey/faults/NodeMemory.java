package io.latchkey.faults;

import com.github.benmanes.caffeine.cache.Cache;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.AopTestUtils;

/** What the product's objects in a node remember between calls; a new process begins without it. */
final class NodeMemory {

    private static final String PRODUCT = "io.latchkey.";
    private static final String HARNESS = NodeMemory.class.getPackageName();

    private final List<Cache<?, ?>> caches = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    NodeMemory(ConfigurableApplicationContext context) {
        for (String name : context.getBeanFactory().getBeanDefinitionNames()) {
            Object bean = context.getBeanFactory().getSingleton(name);
            if (bean != null) {
                collect(AopTestUtils.getUltimateTargetObject(bean));
            }
        }
        if (caches.size() < 5) {
            throw new IllegalStateException("the product remembers more than " + caches.size() + " things");
        }
    }

    /** Nothing is remembered. */
    void forget() {
        caches.forEach(Cache::invalidateAll);
    }

    private void collect(@Nullable Object part) {
        if (part instanceof Cache<?, ?> cache) {
            caches.add(cache);
        } else if (part != null && isProduct(part.getClass()) && seen.add(part)) {
            for (Class<?> type = part.getClass(); isProduct(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    collect(valueOf(field, part));
                }
            }
        }
    }

    private static @Nullable Object valueOf(Field field, Object owner) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return null;
        }
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isProduct(Class<?> type) {
        return type.getName().startsWith(PRODUCT)
                && !type.getName().startsWith(HARNESS)
                && !type.isEnum()
                && !type.isHidden();
    }
}
