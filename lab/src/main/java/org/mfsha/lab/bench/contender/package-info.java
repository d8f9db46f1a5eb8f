/**
 * What is compared, each set up on a lab as its administrator would.
 *
 * <p>{@link org.mfsha.lab.bench.contender.Contender} is all that a measurement knows of one. {@code HowTo} is ucarp with
 * scripts: the up script adds the shared address and starts the slow work in the background, which lets the machines
 * settle for 3 s, moves leftovers aside, stops the metalogger, runs {@code mfsmaster -a} and starts the metalogger
 * again; when the restore fails it ends its own ucarp. {@code Keepalived} restores with the same script, does not need to
 * settle, and has the usual check for the process. {@code Mfsha} is two candidates and a witness with default settings.
 * {@code StockMaster} is one mfsmaster and nobody to take over, for the cost of everything else.
 *
 * <p>Programs, chunkservers, clients and network are the lab's own and the same for all ({@code HostFiles} lists what is
 * not MooseFS's default). The scripts are resources beside these classes.
 */
package org.mfsha.lab.bench.contender;
