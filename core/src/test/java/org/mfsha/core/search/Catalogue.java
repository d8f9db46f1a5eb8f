package org.mfsha.core.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives equal things one number, from 1 on. Not thread-safe. */
final class Catalogue<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> things = new ArrayList<>();

    int number(T thing) {
        return numbers.computeIfAbsent(thing, added -> {
            things.add(added);
            return things.size();
        });
    }

    T thing(int number) {
        return things.get(number - 1);
    }

    int size() {
        return things.size();
    }
}
