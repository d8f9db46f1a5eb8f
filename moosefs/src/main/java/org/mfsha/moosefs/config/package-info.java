/**
 * MooseFS's own configuration dialect: reading an administrator's {@code mfsmaster.cfg} and deriving
 * the one that a standby or a serving master runs with (mfscommon/cfg.c, 3.0.117).
 */
package org.mfsha.moosefs.config;
