package io.latchkey.tenant.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.CrudRepository;

/**
 * What the library asks for and never needs here: it only ever looks up one row. Nothing is written through it, and
 * nothing can list the rows of all tenants.
 */
abstract class ReadOnlyRepository<T> implements CrudRepository<T, String> {

    @Override
    public boolean existsById(String id) {
        return findById(id).isPresent();
    }

    @Override
    public Iterable<T> findAllById(Iterable<String> ids) {
        List<T> found = new ArrayList<>();
        ids.forEach(id -> findById(id).ifPresent(found::add));
        return found;
    }

    @Override
    public Iterable<T> findAll() {
        throw refused();
    }

    @Override
    public long count() {
        throw refused();
    }

    @Override
    public <S extends T> S save(S row) {
        throw refused();
    }

    @Override
    public <S extends T> Iterable<S> saveAll(Iterable<S> rows) {
        throw refused();
    }

    @Override
    public void deleteById(String id) {
        throw refused();
    }

    @Override
    public void delete(T row) {
        throw refused();
    }

    @Override
    public void deleteAllById(Iterable<? extends String> ids) {
        throw refused();
    }

    @Override
    public void deleteAll(Iterable<? extends T> rows) {
        throw refused();
    }

    @Override
    public void deleteAll() {
        throw refused();
    }

    @Override
    public abstract Optional<T> findById(String id);

    static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("installations are written by lifecycle callbacks only");
    }
}
