package org.mfsha.core.simulation;

import java.util.List;
import org.mfsha.core.simulation.Ledger.Contract;
import org.mfsha.core.simulation.Tally.Deed;

/**
 * S6: the replication contract. Whoever begins to serve has every acknowledged change, except
 *
 * <ul>
 *   <li>a change that only nodes hold which a fault touched not long ago, or that the new leader may have overlooked
 *       because a fault touched itself;
 *   <li>of those, a change acknowledged while a hot standby followed, and old enough to be there, only if faults touched
 *       more than one node.
 * </ul>
 */
final class AcknowledgedChangesSurvive implements Invariant {
    private final Simulation world;
    private final Ledger ledger;

    AcknowledgedChangesSurvive(Simulation world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    @Override
    public void serviceBegan(SimNode node) {
        int own = ledger.heldBy(node.shell().image().orElseThrow().log());
        if (own == ledger.size()) {
            return;
        }
        List<SimNode> holders = world.everybody().stream()
                .filter(other -> other.shell()
                        .image()
                        .filter(image -> ledger.heldBy(image.log()) > own)
                        .isPresent())
                .toList();
        boolean excused = world.troubles().concern(node) || holders.stream().allMatch(world.troubles()::concern);
        String what =
                node.id() + " leads with " + own + " of " + ledger.size() + " acknowledged changes; the others are on "
                        + holders.stream().map(SimNode::id).toList();
        if (!excused) {
            throw new Violation("S6: " + what);
        }
        survivesASingleFault(own, what);
        world.story().tell(node.id(), "leads without " + (ledger.size() - own) + " acknowledged changes, excused");
        world.tally().count(Deed.LOST_CHANGE_ALONE, ledger.countBeyond(own, Contract.ALONE, 0));
        world.tally().count(Deed.LOST_CHANGE_FOLLOWED, ledger.countBeyond(own, Contract.FOLLOWED, 0));
        ledger.forgetBeyond(own);
        world.watch().forgotten(own);
    }

    private void survivesASingleFault(int own, String what) {
        long promised = ledger.countBeyond(own, Contract.FOLLOWED, Ledger.FOLLOWS_WITHIN);
        long touched =
                world.everybody().stream().filter(world.troubles()::touch).count();
        if (promised > 0 && touched <= 1) {
            throw new Violation("S6: " + what + ", " + promised
                    + " of them a hot standby followed, and faults touched only " + touched + " nodes");
        }
    }
}
