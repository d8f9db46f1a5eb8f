package org.mfsha.lab.bench.contender;

import java.util.Map;

/**
 * A takeover as the tool tells it.
 *
 * @param listeningMillis from the event until the next mfsmaster listened
 * @param phaseMicros its parts in order, the first one since the event
 */
public record TakeoverTrace(double listeningMillis, Map<String, Long> phaseMicros) {}
