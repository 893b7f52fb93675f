package org.cellineage.jobs.export.zarr;

import org.cellineage.format.zarr.ZarrVersion;

/** OME-Zarr 0.5 of images and labels; labels only where the images of a movie are not there any more. */
public final class OmeZarr05Exporter extends OmeZarrFormat {

    /** Creates it for the registry of formats. */
    public OmeZarr05Exporter() {
        super("ome-zarr-v05", "OME-Zarr 0.5, for programs that read Zarr 3", ZarrVersion.V3, true);
    }
}
