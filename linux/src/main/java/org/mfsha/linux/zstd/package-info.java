/**
 * Zstandard, by the distribution's own {@code libzstd.so.1}: {@link
 * org.mfsha.linux.zstd.ZstdOutput} compresses a stream, {@link org.mfsha.linux.zstd.ZstdInput}
 * decompresses one. What they write and read are ordinary {@code .zst} files, so that the program
 * {@code zstd} can do without us.
 *
 * <p>Memory is bounded whatever the size of the stream: the window is small ({@link
 * org.mfsha.linux.zstd.ZstdOutput}), buffers are 128 KiB, and a stream that would need a larger
 * window is refused. Each frame ends with a checksum of its content.
 */
package org.mfsha.linux.zstd;
