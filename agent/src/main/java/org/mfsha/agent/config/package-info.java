/**
 * What an administrator says in {@code mfsha.cfg}, checked before anything starts.
 *
 * <p>The file is written in MooseFS's own dialect ({@code KEY = VALUE}, mfscommon/cfg.c 3.0.117) and may be the same on
 * every node, except for {@code NODE_NAME}. It is read in three steps: {@link org.mfsha.agent.config.ConfigText} splits
 * lines, {@link org.mfsha.agent.config.Settings} turns single values into typed ones, and
 * {@link org.mfsha.agent.config.ConfigChecks} compares values with each other and with this host. No step stops at its
 * first problem: {@link org.mfsha.agent.config.ConfigException} carries all of them, each with file, line, what is
 * wrong and what to do. Unlike MooseFS an unknown or a repeated key is an error: a mistyped key would otherwise mean a
 * silent default, and here that could cost a takeover.
 */
package org.mfsha.agent.config;
