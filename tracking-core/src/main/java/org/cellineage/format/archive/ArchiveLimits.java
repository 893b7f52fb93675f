package org.cellineage.format.archive;

import java.io.Serializable;

/**
 * Limits on unpacking, beyond which an archive is considered an attack.
 *
 * @param maxMembers maximum number of members
 * @param maxBytes maximum total unpacked size in bytes
 * @param maxRatio maximum ratio of unpacked to packed size for members of at least {@code ratioFromBytes}; blank images
 *     legitimately shrink a thousandfold
 * @param ratioFromBytes unpacked size from which the ratio is checked
 */
public record ArchiveLimits(int maxMembers, long maxBytes, long maxRatio, long ratioFromBytes) implements Serializable {

    /** 10,000 members, 64 GiB, 200 : 1 from 256 MiB on. */
    public static final ArchiveLimits DEFAULTS = new ArchiveLimits(10_000, 64L << 30, 200, 256L << 20);
}
