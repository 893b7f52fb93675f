package org.cellineage.format.archive;

import java.io.Serializable;

/**
 * What an archive may unpack to before it is taken for an attack.
 *
 * @param maxMembers most members
 * @param maxBytes most unpacked bytes of all members together
 * @param maxRatio most unpacked bytes for each packed byte of a member larger than {@code ratioFromBytes}; blank images
 *     legitimately shrink a thousandfold
 * @param ratioFromBytes unpacked size from which the ratio counts
 */
public record ArchiveLimits(int maxMembers, long maxBytes, long maxRatio, long ratioFromBytes) implements Serializable {

    /** 10,000 members, 64 GiB, 200 : 1 from 256 MiB on. */
    public static final ArchiveLimits DEFAULTS = new ArchiveLimits(10_000, 64L << 30, 200, 256L << 20);
}
