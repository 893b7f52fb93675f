package org.cellineage.jobs.export.zarr;

import org.cellineage.format.zarr.ZarrVersion;

/** OME-Zarr 0.4 of images and labels; labels only where the images of a movie are not there any more. */
public final class OmeZarrExporter extends OmeZarrFormat {

    /** Creates it for the registry of formats. */
    public OmeZarrExporter() {
        super("ome-zarr", "OME-Zarr 0.4: images with label images", ZarrVersion.V2, true);
    }
}
