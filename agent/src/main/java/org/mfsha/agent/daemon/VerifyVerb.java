package org.mfsha.agent.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mfsha.agent.config.ClusterConfig;
import org.mfsha.agent.control.VerbException;
import org.mfsha.agent.replica.PeerChanges;
import org.mfsha.agent.verify.Subject;
import org.mfsha.agent.verify.Verification;
import org.mfsha.agent.verify.VerifyDuty;
import org.mfsha.core.NodeId;
import tools.jackson.jr.ob.JSON;

/**
 * A verification asked for at any node; the node whose image it is does it. It may take long, so the answer is either its
 * result or a number with which to ask again.
 */
final class VerifyVerb {
    /** Name of the request between agents. */
    static final String REQUEST = "verify";

    /** Shorter than a stream between agents may be silent. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private static final int MAX_ANSWER_BYTES = 1_000_000;

    private final ClusterConfig cluster;
    private final Optional<VerifyDuty> duty;
    private final Supplier<String> whyNotHot;
    private final PeerChanges.Streams streams;

    /**
     * @param duty this node's; empty on a witness
     * @param whyNotHot why this node is no hot standby; empty text when it leads
     * @param streams a way to ask other nodes
     */
    VerifyVerb(
            ClusterConfig cluster, Optional<VerifyDuty> duty, Supplier<String> whyNotHot, PeerChanges.Streams streams) {
        this.cluster = cluster;
        this.duty = duty;
        this.whyNotHot = whyNotHot;
        this.streams = streams;
    }

    /** The verb of the control socket. */
    Map<String, Object> verb(Map<String, Object> arguments) throws VerbException {
        String self = cluster.self().name();
        String node = text(arguments, "node", self);
        String run = text(arguments, "run", "");
        if (node.equals(self)) {
            return progress(run);
        }
        if (cluster.node(node).isEmpty()) {
            throw new VerbException("there is no node " + node);
        }
        try (InputStream answer = streams.request(new NodeId(node), REQUEST, run.getBytes(StandardCharsets.US_ASCII))) {
            String json = new String(answer.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
            return JSON.std.mapFrom(json);
        } catch (IOException | RuntimeException e) {
            throw new VerbException(node + " says: " + e.getMessage());
        }
    }

    /** Another node passes an administrator's wish on. */
    String passedOn(String run) throws IOException {
        try {
            return JSON.std.asString(progress(run));
        } catch (VerbException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String text(Map<String, Object> arguments, String name, String otherwise) {
        return Optional.ofNullable(arguments.get(name)).map(Object::toString).orElse(otherwise);
    }

    private Map<String, Object> progress(String run) throws VerbException {
        VerifyDuty own = duty.orElseThrow(
                () -> new VerbException(cluster.self().name() + " is a witness: it has no metadata to verify"));
        try {
            long number = run.isEmpty() ? begin(own) : Long.parseLong(run);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("node", cluster.self().name());
            answer.put("run", number);
            Optional<Verification> verification = own.await(number, ANSWER_LIMIT);
            answer.put("running", verification.isEmpty());
            verification.ifPresent(found -> answer.putAll(found.toMap()));
            return answer;
        } catch (NumberFormatException e) {
            throw new VerbException("not a number of a verification: " + run);
        } catch (IOException e) {
            throw new VerbException(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerbException("interrupted");
        }
    }

    private long begin(VerifyDuty own) throws VerbException {
        Optional<Subject> subject = own.subject();
        if (subject.isEmpty()) {
            String why = whyNotHot.get();
            throw new VerbException(cluster.self().name() + " is no hot standby of a leader"
                    + (why.isEmpty() ? "" : " (" + why + ")")
                    + ": only such a node's image can be compared with the leader's metadata");
        }
        return own.begin();
    }
}
