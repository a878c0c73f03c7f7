package io.latchkey.platform.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Mappers that keep nothing of what they read and wrote. Jackson holds on to its buffers, one set for each thread, with
 * what was in them last; and documents of ours hold passwords.
 */
public final class Mappers {

    private Mappers() {}

    /** Builds a mapper that is as Jackson makes them otherwise. */
    public static JsonMapper.Builder builder() {
        return JsonMapper.builder(factory().build());
    }

    /** Builds the factory of a mapper, for those who bound what is read. */
    public static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.nonRecyclingPool());
    }

    /** Lets a mapper that somebody else made keep nothing; before its first use. */
    public static <M extends ObjectMapper> M keepNothing(M mapper) {
        mapper.getFactory().setRecyclerPool(JsonRecyclerPools.nonRecyclingPool());
        return mapper;
    }
}
